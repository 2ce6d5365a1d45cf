import type { Producer, Queues } from '@hypergit/queues'
import { identityJobs } from './claims/identity-rows.js'
import { noticeJobs } from './notices/notice-store.js'
import type { News } from './people-store.js'
import { profileJobs } from './users/profile-rows.js'

export interface Producers {
  readonly identities: Pick<Producer<'identities'>, 'sendAll'>
  readonly profiles: Pick<Producer<'profiles'>, 'sendAll'>
  readonly follow: Pick<Producer<'follow'>, 'sendAll'>
  readonly notices: Pick<Producer<'notices'>, 'sendAll'>
  readonly asks: Pick<Producer<'asks'>, 'sendAll'>
}

/** Pages and mails name the same authors, so both are told the same. */
const toPagesAndMails = (queues: Pick<Queues<'identity'>, 'producer'>): Producers['identities'] => {
  const [pages, mails] = [queues.producer('identities'), queues.producer('names')]
  return {
    sendAll: async (jobs) => {
      await pages.sendAll(jobs)
      await mails.sendAll(jobs)
    },
  }
}

export const openProducers = (queues: Pick<Queues<'identity'>, 'producer'>): Producers => ({
  identities: toPagesAndMails(queues),
  profiles: queues.producer('profiles'),
  follow: queues.producer('follow'),
  notices: queues.producer('notices'),
  asks: queues.producer('asks'),
})

/** Says what is new. What does not get through is said again by the resender. */
export const say = async (to: Producers, { follows, identities, profiles, notices }: News): Promise<void> => {
  if (follows.length > 0) await to.follow.sendAll(follows)
  if (profiles.length > 0) await to.profiles.sendAll(profileJobs(profiles))
  if (identities.length > 0) await to.identities.sendAll(identityJobs(identities))
  if (notices.length > 0) await to.notices.sendAll(noticeJobs(notices))
}
