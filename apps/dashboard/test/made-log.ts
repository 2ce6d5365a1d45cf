import { createHash } from 'node:crypto'
import {
  coreKey,
  logId,
  opId,
  type Action,
  type CoreKey,
  type CoreView,
  type Decision,
  type OpId,
  type OpView,
  type RepositoryView,
  type ThreadView,
} from '@hypergit/domain'
import type { ChangesJob } from '@hypergit/queues'

const hexOf = (name: string): string => createHash('sha256').update(name).digest('hex')

/** Ids by name, so that a test can be read. */
export const id = {
  core: (name: string): CoreKey => coreKey(hexOf(`core ${name}`)),
  op: (name: string): OpId => opId(hexOf(`op ${name}`)),
  log: (name: string) => logId(hexOf(`core ${name}`)),
}

export const accepted: Decision = {
  outcome: 'accepted',
  rule: 'accepted',
  explanation: 'Nothing speaks against it.',
  decidedBy: [],
}

let clock = 1_700_000_000_000

/** An op as the validator sends it; what is not given is harmless. */
export const op = (name: string, by: string, action: Action, more: Partial<OpView> = {}): OpView => {
  clock += 1_000
  const decision = more.decision ?? accepted
  const body = 'body' in action ? action.body : undefined
  const thread = 'thread' in action ? action.thread : action.type === 'thread.open' ? id.op(name) : undefined
  return {
    id: id.op(name),
    author: { core: id.core(by), person: id.core(by) },
    seq: 1,
    parents: [],
    prev: opId('0'.repeat(64)),
    at: clock,
    effective: { at: clock, n: 0 },
    height: 1,
    action,
    decision,
    visible: decision.outcome === 'accepted',
    version: 1,
    ...(thread === undefined ? {} : { thread }),
    ...(body === undefined
      ? {}
      : { current: { body, edited: false, redacted: false, unhidden: false, reactions: [] } }),
    ...more,
  }
}

export const thread = (opening: OpView, number: number, more: Partial<ThreadView> = {}): ThreadView => {
  if (opening.action.type !== 'thread.open') throw new TypeError('a thread begins with thread.open')
  const { kind, title, body, source, targetRef } = opening.action
  return {
    op: opening.id,
    number,
    kind,
    author: opening.author,
    at: opening.at,
    effective: opening.effective,
    title,
    body,
    edited: false,
    redacted: false,
    decision: accepted,
    state: 'open',
    locked: false,
    labels: [],
    assignees: [],
    milestones: [],
    commentCount: 0,
    reviewCount: 0,
    updated: opening.effective,
    reactions: [],
    version: 1,
    ...(opening.origin === undefined ? {} : { origin: opening.origin }),
    ...(source === undefined
      ? {}
      : { pull: { source, targetRef: targetRef ?? 'main', commit: source.commit, verdicts: [] } }),
    ...more,
  }
}

export const core = (name: string, more: Partial<CoreView> = {}): CoreView => ({
  core: id.core(name),
  person: id.core(name),
  role: 'normal',
  muted: false,
  capabilities: [],
  length: 1,
  version: 1,
  ...more,
})

export const repository = (name: string, more: Partial<RepositoryView> = {}): RepositoryView => ({
  log: id.log(name),
  founder: id.core(name),
  name,
  description: `About ${name}`,
  gitUrl: 'https://git.example/x.git',
  defaultBranch: 'main',
  forks: [],
  issues: { open: 0, closed: 0 },
  pulls: { open: 0, closed: 0, merged: 0 },
  ops: 0,
  at: clock,
  version: 1,
  ...more,
})

type Draft = Omit<ChangesJob, 'v'>

/** A changes job of the log that `name` founded. */
export const changes = (name: string, epoch: number, number: number, more: Partial<Draft> = {}): Draft => ({
  log: id.log(name),
  epoch,
  number,
  part: 0,
  parts: 1,
  ops: [],
  threads: [],
  cores: [],
  ...more,
})
