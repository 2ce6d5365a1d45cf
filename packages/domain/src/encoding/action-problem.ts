import type { Action, GitPolicy, ThreadOpen } from '../action.js'
import { actionShapes, isActionType, originShape } from './action-shapes.js'
import { fieldsProblem } from './field-problem.js'

const threadOpenProblem = (action: ThreadOpen): string | undefined => {
  if (action.kind === 'pull') {
    if (action.source === undefined) return 'source is missing, a pull needs one'
    return action.targetRef === undefined ? 'targetRef is missing, a pull needs one' : undefined
  }
  if (action.source !== undefined) return 'source is given, only a pull has one'
  return action.targetRef === undefined ? undefined : 'targetRef is given, only a pull has one'
}

const gitPolicyProblem = (action: GitPolicy): string | undefined =>
  (action.role === undefined) === (action.target === undefined)
    ? 'exactly one of role and target must be given'
    : undefined

/** What fields say only together. */
const togetherProblem = (action: Action): string | undefined => {
  if (action.type === 'thread.open') return threadOpenProblem(action)
  return action.type === 'git.policy' ? gitPolicyProblem(action) : undefined
}

/** Bounds of what the header carries; all that can be said of an action whose body is purged. */
export const headerProblem = (action: Action): string | undefined => {
  const problem = fieldsProblem(actionShapes[action.type].header, action) ?? togetherProblem(action)
  if (problem !== undefined || action.origin === undefined) return problem
  const ofOrigin = fieldsProblem(originShape.header, action.origin)
  return ofOrigin === undefined ? undefined : `origin: ${ofOrigin}`
}

/** Bounds of what the body carries. */
export const bodyProblem = (action: Action): string | undefined => {
  const problem = fieldsProblem(actionShapes[action.type].body, action)
  if (problem !== undefined || action.origin === undefined) return problem
  const ofOrigin = fieldsProblem(originShape.body, action.origin)
  return ofOrigin === undefined ? undefined : `origin: ${ofOrigin}`
}

const isEmptied = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Bounds of an action whose body is purged: those of the header, and nothing left where the body was. */
export const purgedProblem = (action: Action): string | undefined => {
  const values: Readonly<Record<string, unknown>> = { ...action }
  for (const name in actionShapes[action.type].body) {
    if (!isEmptied(values[name])) return `${name} is given, but the body is purged`
  }
  return headerProblem(action)
}

/**
 * Why no block can carry this action, as a sentence for its author ("title is 1300 bytes long, at most 1024 are allowed"); undefined if one
 * can. The same bounds make a received block malformed, so what passes here is never refused by a reader. Total on any object.
 */
export const actionProblem = (action: Action): string | undefined => {
  if (!isActionType(action.type)) return `type ${String(action.type).slice(0, 40)} is no action`
  if (action.origin !== undefined && (typeof action.origin !== 'object' || action.origin === null)) {
    return 'origin must be a record of fields'
  }
  return headerProblem(action) ?? bodyProblem(action)
}
