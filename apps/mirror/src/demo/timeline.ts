import type { SampleAct, SampleThread } from './sample.js'

/** What happens in a sample at one moment: a thread is opened, or somebody acts in one. */
export interface Moment {
  /** ms before the demo began. */
  readonly agoMs: number
  readonly by: string
  readonly thread: SampleThread
  /** Absent for the opening. */
  readonly act?: SampleAct
}

/** Everything that happens in the threads, in order of time; what happens at once stays in the order of the file. */
export const timelineOf = (threads: readonly SampleThread[]): readonly Moment[] =>
  threads
    .flatMap((thread): readonly Moment[] => [
      { agoMs: thread.opened, by: thread.by, thread },
      ...thread.acts.map((act) => ({ agoMs: thread.opened - act.after, by: act.by, thread, act })),
    ])
    .sort((a, b) => b.agoMs - a.agoMs)
