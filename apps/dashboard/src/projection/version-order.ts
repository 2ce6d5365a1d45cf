/** How far one epoch of a log is projected: all of `number`, and the first `partsDone` parts of the one after. */
export interface Position {
  readonly epoch: number
  readonly number: number
  readonly partsDone: number
}

/** What readers see, and the snapshot that is on its way to replace it. */
export interface Progress {
  readonly shown?: Position
  readonly pending?: Position
}

/** The part of a `changes` job that says where it belongs. */
export interface Versioned {
  readonly epoch: number
  readonly number: number
  readonly part: number
  readonly snapshot?: 'begin' | 'part' | 'end' | 'whole'
}

/**
 * What to do with a job: `begin` a snapshot beside what is shown, `apply` it where it says, or nothing, because it came before (`duplicate`),
 * its epoch is over (`stale`), or something before it is missing (`gap`: ask for it).
 */
export type Step =
  | { readonly kind: 'begin'; readonly at: Position }
  | { readonly kind: 'apply'; readonly to: 'shown' | 'pending'; readonly at: Position }
  | { readonly kind: 'duplicate' | 'stale' | 'gap' }

const within = (to: 'shown' | 'pending', at: Position, job: Versioned): Step => {
  if (job.number <= at.number) return { kind: 'duplicate' }
  if (job.number > at.number + 1 || job.part > at.partsDone) return { kind: 'gap' }
  return job.part < at.partsDone ? { kind: 'duplicate' } : { kind: 'apply', to, at }
}

const opensSnapshot = (job: Versioned): boolean =>
  job.part === 0 && (job.snapshot === 'begin' || job.snapshot === 'whole')

/** Order of a log's changes: by epoch, number and part, without gaps; a new epoch only by a snapshot. */
export const stepFor = (progress: Progress, job: Versioned): Step => {
  const { shown, pending } = progress
  const newest = Math.max(shown?.epoch ?? -1, pending?.epoch ?? -1)
  if (job.epoch < newest) return { kind: 'stale' }
  if (pending?.epoch === job.epoch) return within('pending', pending, job)
  if (shown?.epoch === job.epoch) return within('shown', shown, job)
  if (!opensSnapshot(job)) return { kind: 'gap' }
  return { kind: 'begin', at: { epoch: job.epoch, number: job.number - 1, partsDone: 0 } }
}

/** The position after a job that was applied at `at`. */
export const advance = (
  at: Position,
  job: { readonly number: number; readonly part: number; readonly parts: number },
): Position =>
  job.part + 1 >= job.parts
    ? { epoch: at.epoch, number: job.number, partsDone: 0 }
    : { epoch: at.epoch, number: at.number, partsDone: job.part + 1 }
