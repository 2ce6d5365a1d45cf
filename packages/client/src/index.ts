// What @hypergit/client offers to other workspaces is exported from this file, and only from it.
export type { ExportEvent, ImportEvent, ImportInput, ImportResult } from './api/archives.js'
export type { EvidenceEvent, EvidenceSummary } from './api/evidence.js'
export { ClientError, type ClientErrorCode } from './api/client-error.js'
export type {
  Ambiguous,
  Answer,
  Candidate,
  Failure,
  Invalid,
  MirrorRefused,
  NoEvidence,
  NotPaired,
  Refused,
  Subject,
  Unknown,
  Unreachable,
  Unwritable,
} from './api/failure.js'
export type {
  Claimed,
  ClaimInput,
  Disowned,
  DisownInput,
  IdentityDetail,
  IdentityState,
  KnownCore,
  Paired,
  PairInput,
  Remains,
  Tended,
  UnpairInput,
  Waiting,
} from './api/identities.js'
export type { AddressInput, BoundAddress, MirrorInput, MirrorRepository } from './api/mirrors.js'
export { type OpenPeer, type PeerLimits, peerLimits, type PeerLogger, type PeerOptions } from './api/options.js'
export type { DecideInvite, InviteDevice, InviteEvent, JoinEvent, JoinUser, PairedDevice } from './api/pairing.js'
export type { InRepository, Peer } from './api/peer.js'
export type {
  Explanation,
  LogEntry,
  LogInput,
  PersonView,
  StreamFailure,
  ThreadDetail,
  ThreadFilter,
  ThreadPage,
} from './api/reading.js'
export type {
  CloneRepository,
  CreateRepository,
  LinkedFork,
  RepositoryForks,
  RepositoryHandle,
  RepositorySummary,
} from './api/repositories.js'
export type {
  HeadStatus,
  PeerStatus,
  RepositoryStatus,
  SeedEvent,
  SyncedRepository,
  SyncedUser,
  SyncEvent,
  UserStatus,
} from './api/status.js'
export type {
  CreatedUser,
  CreateUser,
  DeviceState,
  RecoveredUser,
  RecoverUser,
  RecoveryPhrase,
  RevokedDevices,
  RevokeDevices,
  SetProfile,
  UserSummary,
  UserWritten,
} from './api/users.js'
export { type WriteInput, writeActionsMax, type Written, type WrittenOp } from './api/writing.js'
export {
  bundleText,
  type EvidenceBounds,
  type EvidenceBundle,
  type EvidenceCore,
  type EvidenceKind,
  evidenceLimits,
  inPieces,
} from './evidence/bundle.js'
export { checkEvidence, type EvidenceVerdict, type ProvenEvidence } from './evidence/check-evidence.js'
export { type EvidenceClaim, gatherEvidence } from './evidence/gather-evidence.js'
export { inSlices, type Pace } from './evidence/pace.js'
export { type ParsedEvidence, parseEvidence } from './evidence/parse-bundle.js'
export type { EvidenceLog, Gathering } from './evidence/read-past.js'
export type { UserHome } from './user/user-home.js'
export type { UserKeys } from './user/user-keys.js'
export { openPeer } from './open-peer.js'
export { type AddressBinding, addressText, provesAddress } from './rules/address-proof.js'
export { blockRules } from './rules/block-rules.js'
export { domainCrypto } from './rules/domain-crypto.js'
export { scenarioIdentities } from './rules/scenario-identities.js'
export { replayArchive } from './replay/replay-archive.js'
export { type ReplayEvent, type ReplayOptions, replayPeersMax, type ReplayResult } from './replay/replay-options.js'
