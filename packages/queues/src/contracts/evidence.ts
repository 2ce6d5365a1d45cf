import {
  type Blacklisting,
  type BlacklistingKind,
  blacklistingKinds,
  type LogId,
  type OpId,
  outcomeKinds,
} from '@hypergit/domain'
import { z } from 'zod'
import { v, type Contract, type Versioned } from './contract.js'
import { optional, record } from './record.js'
import { core, count, list, log, oneOf, op } from './scalars.js'
import { parentRef, reason } from './views.js'

/** Ops that are named to have decided another, in one claim. */
export const decidedByMax = 1_024

/**
 * Somebody asks for the bundle that shows a blacklisting: what the projection says of it, which the replicator proves from the cores, or says why
 * not. A hint: who waits asks again.
 */
export interface EvidenceJob extends Versioned, Blacklisting {
  readonly log: LogId
}

export const evidence: Contract<EvidenceJob> = {
  queue: 'evidence',
  from: 'dashboard',
  to: 'replicator',
  partitionedBy: (job) => job.log,
  schema: record<EvidenceJob>({
    v,
    log,
    kind: oneOf(blacklistingKinds),
    core,
    op: parentRef,
    outcome: oneOf(outcomeKinds),
    reason: optional(reason),
    decidedBy: list(op, decidedByMax),
  }),
  attempts: 1,
  backoffMs: 0,
  timeLimitMs: 30_000,
  replaces: (job) => `${job.kind}-${job.op.id}`,
}

/** Characters of a bundle in one job; they are ASCII. */
export const bundlePartLengthMax = 1024 * 1024
export const bundlePartsMax = 64

/** One part of a bundle's text. Parts come in any order, more than once, or not at all. */
export interface BundlePart {
  /** Which text it is a part of: its SHA-256 in hexadecimal digits, so that parts of the same text are the same. */
  readonly digest: string
  /** From 0; `parts` in all. */
  readonly part: number
  readonly parts: number
  readonly text: string
}

/** Why there is no bundle: peers may bring what is not here (`missing`), or it cannot be shown from here (`unprovable`). */
export interface BundleProblem {
  readonly code: 'missing' | 'unprovable'
  /** For people. */
  readonly message: string
}

/** The answer to an `evidence` job: a part of the bundle, or why there is none. */
export interface BundlesJob extends Versioned {
  readonly log: LogId
  readonly kind: BlacklistingKind
  readonly op: OpId
  readonly part?: BundlePart
  readonly problem?: BundleProblem
}

export const problemLengthMax = 2_000

const bundlePart: z.ZodType<BundlePart> = record<BundlePart>({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  part: count,
  parts: z.int().min(1).max(bundlePartsMax),
  text: z.string().min(1).max(bundlePartLengthMax),
}).refine(({ part, parts }) => part < parts, { error: 'a part beyond the last one' })

export const bundles: Contract<BundlesJob> = {
  queue: 'bundles',
  from: 'replicator',
  to: 'dashboard',
  schema: record<BundlesJob>({
    v,
    log,
    kind: oneOf(blacklistingKinds),
    op,
    part: optional(bundlePart),
    problem: optional(
      record<BundleProblem>({ code: oneOf(['missing', 'unprovable']), message: z.string().max(problemLengthMax) }),
    ),
  }).refine(({ part, problem }) => (part === undefined) !== (problem === undefined), {
    error: 'either a part of a bundle or a problem',
  }),
  attempts: 5,
  backoffMs: 500,
  timeLimitMs: 60_000,
}
