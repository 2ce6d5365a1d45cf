export type * from './api.js'
export {
  catalog,
  sendsTo,
  worksOn,
  type PayloadOf,
  type QueueName,
  type SentBy,
  type WorkedBy,
} from './contracts/catalog.js'
export {
  blockBytesMax,
  blocksMax,
  jobBytesMax,
  pageLengthMax,
  type Contract,
  type ServiceName,
  type Versioned,
} from './contracts/contract.js'
export {
  type BundlePart,
  type BundleProblem,
  bundlePartLengthMax,
  bundlePartsMax,
  type BundlesJob,
  decidedByMax,
  type EvidenceJob,
  problemLengthMax,
} from './contracts/evidence.js'
export { connectionsMax, type ConnectionView, type HostingJob, type ReplicationJob } from './contracts/hosting.js'
export { eventsMax, type EventKind, type EventsJob, type EventView, type MailJob } from './contracts/notification.js'
export { partitionCount, partitionOf } from './contracts/partition.js'
export {
  claimProblems,
  claimsMax,
  type Claim,
  type ClaimProblem,
  type ClaimStanding,
  type ClaimsJob,
  type FollowJob,
  type HostedJob,
  identitiesMax,
  type Identity,
  type IdentitiesJob,
  type IdentityState,
  type Pair,
} from './contracts/people.js'
export {
  followingStates,
  noticeKinds,
  noticesMax,
  type AsksJob,
  type FollowingJob,
  type FollowingState,
  type Notice,
  type NoticeKind,
  type NoticesJob,
  type Profile,
  profilesMax,
  type ProfilesJob,
  type UsersJob,
} from './contracts/users.js'
export { type ChangesJob, type ResyncJob } from './contracts/projection.js'
export {
  forksMax,
  verdictsListMax,
  type BlockRun,
  type SweepJob,
  type ValidateJob,
  type VerdictsJob,
} from './contracts/validation.js'
export { type Backend } from './backend/backend.js'
export { openBackend, type BackendConfig } from './backend/open-backend.js'
export { boundedGroups, jsonBytes } from './bounded-groups.js'
export { type Chaos } from './chaos.js'
export { recentFailuresMax } from './counts.js'
export { sendPatienceMs } from './producer.js'
export { QueueError, type QueueErrorCode } from './queue-error.js'
export { openQueues, type QueuesConfig } from './queues.js'
