import type { Handlers } from '@hypergit/queues'
import type { HostedLogs } from './hosting/hosted-logs.js'
import type { FollowedStore } from './sql/followed-store.js'
import type { HostedStore } from './sql/hosted-store.js'

export interface ProcessorParts {
  readonly hosted: HostedLogs
  readonly hostedStore: HostedStore
  readonly followedStore: FollowedStore
  readonly now: () => number
}

/** What the replicator does with the jobs it is sent. */
export const replicatorHandlers = ({
  hosted,
  hostedStore,
  followedStore,
  now,
}: ProcessorParts): Handlers<'replicator'> => ({
  hosting: async (job) => {
    if (await hostedStore.want(job, now())) await hosted.host(job.log)
    else await hosted.stop(job.log)
  },
  verdicts: async (job) => {
    const found = hosted.get(job.log)
    if (found === undefined) return
    for (const { core, keep } of job.verdicts) {
      if (found.log.core(core)?.keep !== keep) await found.log.stopCore(core, keep)
    }
    found.sweepTurn.answered(job)
    await found.feed.answer(job)
  },
  follow: (job) => followedStore.set(job.user, job.follow),
})
