import type { Action } from '../action.js'
import { coreKey, logId, opId } from '../ids.js'
import type { Op, ParentRef } from '../op.js'
import { actionFromJson, actionToJson } from './action-json.js'
import { actionProblem, purgedProblem } from './action-problem.js'
import type { Field, Fields } from './field.js'
import { isRecord, type Json } from './field-json.js'
import { fieldsProblem } from './field-problem.js'
import { limits } from './limits.js'

const id: Field = { kind: 'id' }
const uint = (max: number): Field => ({ kind: 'uint', max })
const parentFields: Fields = { core: id, seq: uint(limits.seqMax), id }
const opFields: Fields = {
  id,
  core: id,
  seq: uint(limits.seqMax),
  log: id,
  prev: id,
  parents: { kind: 'list', of: { kind: 'record', fields: parentFields }, countMax: limits.parentsMax },
  at: uint(limits.timeMsMax),
  purged: { kind: 'flag', optional: true },
  byteLength: uint(limits.envelopeBytesMax),
}

/** The JSON form of a decoded op. */
export const opToJson = (op: Op): { readonly [name: string]: Json } => ({
  id: op.id,
  core: op.core,
  seq: op.seq,
  log: op.log,
  prev: op.prev,
  parents: op.parents.map(({ core, seq, id }) => ({ core, seq, id })),
  at: op.at,
  action: actionToJson(op.action),
  purged: op.purged,
  byteLength: op.byteLength,
})

export type ParsedOp = { readonly ok: true; readonly op: Op } | { readonly ok: false; readonly problem: string }

const parentOf = ({ core, seq, id }: { core: string; seq: number; id: string }): ParentRef => ({
  core: coreKey(core),
  seq,
  id: opId(id),
})

interface PlainOp {
  readonly id: string
  readonly core: string
  readonly seq: number
  readonly log: string
  readonly prev: string
  readonly parents: readonly { core: string; seq: number; id: string }[]
  readonly at: number
  readonly purged?: boolean
  readonly byteLength: number
}

/** An op from any JSON value, its fields within their bounds. That its id is the hash of its block is not checked: the block is not here. */
export const opFromJson = (json: unknown): ParsedOp => {
  if (!isRecord(json)) return { ok: false, problem: 'an op must be a record of fields' }
  const problem = fieldsProblem(opFields, json)
  if (problem !== undefined) return { ok: false, problem }
  const plain = json as unknown as PlainOp
  const purged = plain.purged === true
  const check: (action: Action) => string | undefined = purged ? purgedProblem : actionProblem
  const parsed = actionFromJson(json['action'], check)
  if (!parsed.ok) return { ok: false, problem: `action: ${parsed.problem}` }
  return {
    ok: true,
    op: {
      id: opId(plain.id),
      core: coreKey(plain.core),
      seq: plain.seq,
      log: logId(plain.log),
      prev: opId(plain.prev),
      parents: plain.parents.map(parentOf),
      at: plain.at,
      action: parsed.action,
      purged,
      byteLength: plain.byteLength,
    },
  }
}
