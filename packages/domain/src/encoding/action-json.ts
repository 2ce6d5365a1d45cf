import type { Action, Origin } from '../action.js'
import { actionProblem } from './action-problem.js'
import { actionShapes, isActionType, originShape } from './action-shapes.js'
import type { Fields } from './field.js'
import { fieldsFromJson, fieldsToJson, isRecord, unknownField, type Json } from './field-json.js'

const originFields: Fields = { ...originShape.header, ...originShape.body }
const fieldsOf = (type: Action['type']): Fields => ({ ...actionShapes[type].header, ...actionShapes[type].body })
const valuesOf = (record: Action | Origin): Readonly<Record<string, unknown>> => ({ ...record })

/** The JSON form of an action, for APIs, jobs and scenario files: its fields as they are, ids as hexadecimal digits, bytes as base64. */
export const actionToJson = (action: Action): { readonly [name: string]: Json } => ({
  type: action.type,
  ...fieldsToJson(fieldsOf(action.type), valuesOf(action)),
  ...(action.origin === undefined ? {} : { origin: fieldsToJson(originFields, valuesOf(action.origin)) }),
})

export type ParsedAction =
  | { readonly ok: true; readonly action: Action }
  | { readonly ok: false; readonly problem: string }

/**
 * An action from any JSON value; fields that the action does not have are refused. `check` says which bounds it must keep: by default all of them,
 * `purgedProblem` for an action whose free texts are gone.
 */
export const actionFromJson = (
  json: unknown,
  check: (action: Action) => string | undefined = actionProblem,
): ParsedAction => {
  if (!isRecord(json)) return { ok: false, problem: 'an action must be a record of fields' }
  const { type, origin, ...rest } = json
  if (typeof type !== 'string' || !isActionType(type)) {
    return { ok: false, problem: `type ${JSON.stringify(type)?.slice(0, 80) ?? 'is missing and'} is no action` }
  }
  const fields = fieldsOf(type)
  if (origin !== undefined && !isRecord(origin)) return { ok: false, problem: 'origin must be a record of fields' }
  const unknown =
    unknownField(fields, rest) ?? (origin === undefined ? undefined : unknownField(originFields, origin, 'origin.'))
  if (unknown !== undefined) return { ok: false, problem: `${type} has no field ${unknown}` }
  const action = {
    type,
    ...fieldsFromJson(fields, rest),
    ...(origin === undefined ? {} : { origin: fieldsFromJson(originFields, origin) }),
  } as unknown as Action
  const problem = check(action)
  return problem === undefined ? { ok: true, action } : { ok: false, problem }
}
