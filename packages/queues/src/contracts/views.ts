import {
  reasons,
  type Applied,
  type AuthorView,
  type CoreView,
  type Decision,
  type EffectiveTime,
  type MissingParent,
  type OpView,
  type ParentRef,
  type ReactionView,
  type RepositoryView,
  type ThreadView,
  type Verdict,
} from '@hypergit/domain'
import type { z } from 'zod'
import { anyAction, capability, origin, pullSource, reviewVerdict, role, threadKind } from './action.js'
import { optional, record } from './record.js'
import { core, count, flag, list, log, oneOf, op, text, timeMs, user, viewListMax } from './scalars.js'

/** Schemas of the records that a job carries, each field by field as @hypergit/domain declares it. */

export const parentRef: z.ZodType<ParentRef> = record<ParentRef>({ core, seq: count, id: op })
export const applied: z.ZodType<Applied> = record<Applied>({ core, length: count, head: op })
export const reason = oneOf(reasons)
export const verdict: z.ZodType<Verdict> = record<Verdict>({ core, keep: count, reason, op })
export const missingParent: z.ZodType<MissingParent> = record<MissingParent>({
  core,
  seq: count,
  id: op,
  citedBy: record<MissingParent['citedBy']>({ core, seq: count }),
})

const decision: z.ZodType<Decision> = record<Decision>({
  outcome: oneOf(['accepted', 'hidden', 'held', 'violation', 'ignored', 'parked']),
  reason: optional(reason),
  rule: text,
  explanation: text,
  decidedBy: list(op, viewListMax),
})
const effective: z.ZodType<EffectiveTime> = record<EffectiveTime>({ at: timeMs, n: count })
const author: z.ZodType<AuthorView> = record<AuthorView>({ core, person: core, user: optional(user) })
const reactions = list(record<ReactionView>({ emoji: text, cores: list(core, viewListMax) }), viewListMax)

export const opView: z.ZodType<OpView> = record<OpView>({
  id: op,
  author,
  seq: count,
  parents: list(parentRef, 64),
  prev: op,
  at: timeMs,
  effective,
  height: count,
  action: anyAction,
  decision,
  thread: optional(op),
  origin: optional(origin),
  current: optional(
    record<NonNullable<OpView['current']>>({
      body: text,
      edited: flag,
      redacted: flag,
      hiddenBy: optional(op),
      unhidden: flag,
      reactions,
    }),
  ),
  visible: flag,
  version: count,
})

type Pull = NonNullable<ThreadView['pull']>

export const threadView: z.ZodType<ThreadView> = record<ThreadView>({
  op,
  number: count,
  kind: threadKind,
  author,
  at: timeMs,
  effective,
  title: text,
  body: text,
  edited: flag,
  redacted: flag,
  decision,
  state: oneOf(['open', 'closed', 'merged']),
  closeReason: optional(text),
  locked: flag,
  labels: list(text, viewListMax),
  assignees: list(text, viewListMax),
  milestones: list(text, viewListMax),
  commentCount: count,
  reviewCount: count,
  updated: effective,
  origin: optional(origin),
  pull: optional(
    record<Pull>({
      source: pullSource,
      targetRef: text,
      commit: text,
      mergeCommit: optional(text),
      verdicts: list(
        record<Pull['verdicts'][number]>({ person: core, verdict: reviewVerdict, commit: text }),
        viewListMax,
      ),
    }),
  ),
  reactions,
  version: count,
})

export const coreView: z.ZodType<CoreView> = record<CoreView>({
  core,
  person: core,
  user: optional(user),
  role,
  muted: flag,
  mutedUntil: optional(timeMs),
  capabilities: list(capability, viewListMax),
  length: count,
  blacklisted: optional(record<NonNullable<CoreView['blacklisted']>>({ from: count, reason, op })),
  version: count,
})

const openClosed = { open: count, closed: count }

export const repositoryView: z.ZodType<RepositoryView> = record<RepositoryView>({
  log,
  founder: core,
  name: text,
  description: text,
  gitUrl: text,
  defaultBranch: text,
  forkOf: optional(log),
  forks: list(log, viewListMax),
  issues: record<RepositoryView['issues']>(openClosed),
  pulls: record<RepositoryView['pulls']>({ ...openClosed, merged: count }),
  ops: count,
  at: timeMs,
  version: count,
})
