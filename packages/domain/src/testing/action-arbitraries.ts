import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Action, ActionType } from '../action.js'
import { actionShapes, originShape } from '../encoding/action-shapes.js'
import { actionProblem } from '../encoding/action-problem.js'
import type { Field, Fields, TextField } from '../encoding/field.js'
import { belongsTo, type LogKind } from '../encoding/log-kind.js'
import { opId, type OpId } from '../ids.js'

/** One number rather than 64 digits: generating is what property tests spend their time on. */
const hexDigits = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map((value) => value.toString(16).padStart(64, '0'))

/** The id of an op that nobody wrote; cores and logs have the same form. */
export const anyId: Arbitrary<OpId> = hexDigits.map(opId)

/** Generated texts stay below this, whatever their bound: long ones are for the tests of the bounds. */
const textLengthMax = 40

const textOf = (field: TextField): Arbitrary<string> => {
  const length = { minLength: field.bytesMin, maxLength: Math.min(textLengthMax, Math.floor(field.bytesMax / 4)) }
  switch (field.form) {
    case 'free':
      return fc.string({ ...length, unit: 'binary' }).filter((text) => !text.includes('\0'))
    case 'line':
    case 'git':
      return fc
        .string({ ...length, unit: 'binary' })
        .filter((text) => !/\p{Cc}/u.test(text) && !(field.form === 'git' && text.startsWith('-')))
    case 'commit':
      return fc.tuple(hexDigits, fc.integer({ min: 0, max: 64 })).map(([digits, length]) => digits.slice(0, length))
    default: {
      const never: never = field.form
      return never
    }
  }
}

const valueOf = (field: Field): Arbitrary<unknown> => {
  switch (field.kind) {
    case 'id':
      return anyId
    case 'text':
      return textOf(field)
    case 'uint':
      return fc.oneof(fc.nat(300), field.max < 2 ** 31 ? fc.nat(field.max) : fc.maxSafeNat())
    case 'choice':
      return fc.constantFrom(...field.of)
    case 'flag':
      return fc.constant(true)
    case 'bytes':
      return fc.uint8Array({ maxLength: 100 })
    case 'record':
      return recordOf(field.fields)
    case 'list':
      return fc.array(valueOf(field.of), { maxLength: Math.min(4, field.countMax) })
    default: {
      const never: never = field
      return never
    }
  }
}

const recordOf = (fields: Fields): Arbitrary<Record<string, unknown>> => {
  const required: Record<string, Arbitrary<unknown>> = {}
  const optional: Record<string, Arbitrary<unknown>> = {}
  for (const [name, field] of Object.entries(fields)) {
    const into = field.optional === true ? optional : required
    into[name] = valueOf(field)
  }
  return fc
    .tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }))
    .map(([given, perhaps]) => ({ ...given, ...perhaps }))
}

const origin = recordOf({ ...originShape.header, ...originShape.body })

/** Brings together what a single field cannot say: a pull has a source and a target, a policy is for a role or a person. */
const consistent = (type: ActionType, values: Record<string, unknown>, full: Record<string, unknown>) => {
  const { source, targetRef, role, target, ...rest } = { ...full, ...values }
  if (type === 'thread.open') return rest['kind'] === 'pull' ? { ...rest, source, targetRef } : rest
  if (type === 'git.policy') return 'role' in values ? { ...rest, role } : { ...rest, target }
  return values
}

const allRequired = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, optional: undefined } as unknown as Field]),
  )

/** Any action of this type that a block can carry, some with an origin. */
export const actionOf = (type: ActionType, withOrigin = true): Arbitrary<Action> => {
  const fields = { ...actionShapes[type].header, ...actionShapes[type].body }
  return fc
    .tuple(
      recordOf(fields),
      recordOf(allRequired(fields)),
      withOrigin ? fc.option(origin, { nil: undefined }) : fc.constant(undefined),
    )
    .map(([values, full, from]) => {
      const action = { type, ...consistent(type, values, full), ...(from === undefined ? {} : { origin: from }) }
      return action as unknown as Action
    })
    .filter((action) => actionProblem(action) === undefined)
}

/** The actions that a log of this kind has. */
export const actionTypesOf = (kind: LogKind): readonly ActionType[] =>
  (Object.keys(actionShapes) as ActionType[]).filter((type) => belongsTo(type, kind))

/** Any action of a log of this kind. */
export const anyActionIn = (kind: LogKind): Arbitrary<Action> =>
  fc.oneof(...actionTypesOf(kind).map((type) => actionOf(type, kind === 'repository')))
