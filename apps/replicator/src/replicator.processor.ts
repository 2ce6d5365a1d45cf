import type { Handlers } from '@hypergit/queues'
import type { EvidenceDesk } from './evidence/evidence-desk.js'
import type { FollowingReporter } from './following/following-reporter.js'
import type { HostedLogs } from './hosting/hosted-logs.js'
import type { FollowedStore } from './sql/followed-store.js'
import type { HostedStore } from './sql/hosted-store.js'

export interface ProcessorParts {
  readonly hosted: HostedLogs
  readonly hostedStore: HostedStore
  readonly followedStore: FollowedStore
  readonly evidenceDesk: EvidenceDesk
  readonly followingReporter: FollowingReporter
  /** Devices of one user log whose blocks are taken. */
  readonly devicesMax: number
  readonly now: () => number
}

/** What the replicator does with the jobs it is sent. */
export const replicatorHandlers = ({
  hosted,
  hostedStore,
  followedStore,
  evidenceDesk,
  followingReporter,
  devicesMax,
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
    if (found.following !== undefined && job.devices !== undefined) {
      found.following.devices = job.devices.length
      log.admitOnly(new Set(job.devices.slice(0, devicesMax)))
    }
    for (const proof of job.forks) log.addForkProof(proof)
    found.sweepTurn.answered(job)
    found.feed.answer(job)
  },
  follow: async ({ user, follow }) => {
    const followed = await followedStore.set(user, follow, now())
    switch (followed) {
      case 'followed':
        followingReporter.asked(user)
        return hosted.follow(user, now())
      case 'refused':
        return followingReporter.refuse(user)
      case 'stopped':
        // The operator may host a log of that name.
        return hosted.get(user)?.kind === 'user' ? hosted.stop(user) : undefined
      default: {
        const never: never = followed
        return never
      }
    }
  },
  // Not awaited: the partition's other jobs must not wait for it.
  evidence: async (job) => evidenceDesk.ask(job),
})
