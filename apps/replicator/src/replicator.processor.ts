import type { Handlers } from '@hypergit/queues'
import type { EvidenceDesk } from './evidence/evidence-desk.js'
import type { HostedLogs } from './hosting/hosted-logs.js'
import type { FollowedStore } from './sql/followed-store.js'
import type { HostedStore } from './sql/hosted-store.js'

export interface ProcessorParts {
  readonly hosted: HostedLogs
  readonly hostedStore: HostedStore
  readonly followedStore: FollowedStore
  readonly evidenceDesk: EvidenceDesk
  readonly now: () => number
}

/** What the replicator does with the jobs it is sent. */
export const replicatorHandlers = ({
  hosted,
  hostedStore,
  followedStore,
  evidenceDesk,
  now,
}: ProcessorParts): Handlers<'replicator'> => ({
  hosting: async (job) => {
    if (await hostedStore.want(job, now())) await hosted.host(job.log)
    else await hosted.stop(job.log)
  },
  verdicts: async (job) => {
    const found = hosted.get(job.log)
    if (found === undefined) return
    const { log } = found
    for (const { core, keep, reason } of job.verdicts) {
      // A banned core is not served to by its own machine, and goes on coming from others: what it says of identities counts.
      if (reason === 'blacklisted') log.shunCore(core)
      else if (log.core(core)?.keep !== keep) await log.stopCore(core, keep)
    }
    for (const core of job.lifted) await log.unstopCore(core)
    for (const proof of job.forks) log.addForkProof(proof)
    found.sweepTurn.answered(job)
    found.feed.answer(job)
  },
  follow: (job) => followedStore.set(job.user, job.follow),
  // Not awaited: the partition's other jobs must not wait for it.
  evidence: async (job) => evidenceDesk.ask(job),
})
