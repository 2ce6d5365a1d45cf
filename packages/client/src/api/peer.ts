import type { CoreView, OpView } from '@hypergit/domain'
import type { ExportEvent, ImportEvent, ImportInput } from './archives.js'
import type { EvidenceEvent } from './evidence.js'
import type { Answer } from './failure.js'
import type {
  Claimed,
  ClaimInput,
  Disowned,
  DisownInput,
  IdentityDetail,
  KnownCore,
  Paired,
  PairInput,
  Remains,
  UnpairInput,
} from './identities.js'
import type { AddressInput, BoundAddress, MirrorInput, MirrorRepository } from './mirrors.js'
import type { DecideInvite, InviteDevice, InviteEvent, JoinEvent, JoinUser, PairedDevice } from './pairing.js'
import type {
  Explanation,
  LogEntry,
  LogInput,
  PersonView,
  StreamFailure,
  ThreadDetail,
  ThreadFilter,
  ThreadPage,
} from './reading.js'
import type {
  CloneRepository,
  CreateRepository,
  RenewCore,
  RenewedCore,
  RepositoryForks,
  RepositoryHandle,
  RepositorySummary,
} from './repositories.js'
import type { PeerStatus, SeedEvent, SyncEvent } from './status.js'
import type {
  CreatedUser,
  CreateUser,
  RecoveredUser,
  RecoverUser,
  RecoveryPhrase,
  RevokedDevices,
  RevokeDevices,
  SetProfile,
  UserSummary,
  UserWritten,
} from './users.js'
import type { WriteInput, Written } from './writing.js'

/** A repository by what this home calls it, by link, by id or by an unambiguous beginning of its id. */
export interface InRepository {
  readonly repo: string
}

/**
 * One machine's home as a library. Every method takes and returns plain JSON (bytes inside actions aside), so that a process that finds the home
 * held by another one talks to that one and offers the same. What a caller is expected to meet comes back as a `Failure`; a broken world is
 * thrown as a `ClientError`. Streams end when their iterator is returned or the peer is closed.
 */
export interface Peer {
  readonly home: string
  /** Whether this process holds the home's stores, or talks to the one that does. */
  readonly mode: 'holder' | 'guest'
  /** Stops serving; a holder first finishes what others have asked of it. */
  close(): Promise<void>

  createRepository(input: CreateRepository): Promise<Answer<RepositoryHandle>>
  cloneRepository(input: CloneRepository): Promise<Answer<RepositoryHandle>>
  repositories(): Promise<readonly RepositorySummary[]>
  repository(input: InRepository): Promise<Answer<RepositorySummary>>
  /** What it was forked from and what was forked from it, as far as this home knows both ends. */
  forks(input: InRepository): Promise<Answer<RepositoryForks>>
  /** What this home calls a repository; its ops are not touched. */
  renameRepository(input: InRepository & { readonly name: string }): Promise<Answer<RepositoryHandle>>
  /** Forget a repository and its view here. This home's own core is kept, since a core that begins again forks. */
  removeRepository(input: InRepository): Promise<Answer<RepositoryHandle>>

  /** Another core for this home, where the one in use has forked, lost its end for good, or is ignored; it begins without a role. */
  renewCore(input: RenewCore): Promise<Answer<RenewedCore>>

  /** Check, append and judge; see `Written` and `Refused`. Joins the log before the first write of this home. */
  write(input: WriteInput): Promise<Answer<Written>>

  threads(input: InRepository & ThreadFilter): Promise<Answer<ThreadPage>>
  /** `thread`: digits are a number, else the beginning of an op id, at least 8 characters of z-base-32 or hexadecimal digits. */
  thread(input: InRepository & { readonly thread: string }): Promise<Answer<ThreadDetail>>
  /** `op`: an op id or its beginning, as for `thread`. */
  op(input: InRepository & { readonly op: string }): Promise<Answer<OpView>>
  why(input: InRepository & { readonly op: string }): Promise<Answer<Explanation>>
  people(input: InRepository): Promise<Answer<readonly PersonView[]>>
  /** WHO: a core, a user, a name, `me`, or an unambiguous beginning of one. */
  person(input: InRepository & { readonly who: string }): Promise<Answer<PersonView>>
  cores(input: InRepository): Promise<Answer<readonly CoreView[]>>
  log(input: LogInput): AsyncIterable<LogEntry | StreamFailure>
  status(input: { readonly repo?: string }): Promise<Answer<PeerStatus>>

  /** Whose a core is, and why it is shown as that. WHO: a core, an unambiguous beginning of one, or `me`. */
  identity(input: InRepository & { readonly who: string }): Promise<Answer<IdentityDetail>>
  /** This home's core and others of the same user become one person, once those have paired as well. */
  pair(input: PairInput): Promise<Answer<Paired>>
  /** Give a core up, as that of a lost machine. */
  unpair(input: UnpairInput): Promise<Answer<Paired>>
  /** Say whose this home's core is; writing does so by itself, unless it is to stay anonymous. */
  claim(input: ClaimInput): Promise<Answer<Claimed>>
  /** Say nothing of this home's user in a repository from now on. */
  stayAnonymous(input: InRepository): Promise<Answer<undefined>>
  /** Have the user's log say that a core is not theirs. */
  disown(input: DisownInput): Promise<Answer<Disowned>>
  /** What a person who lost machines still has in a repository, and how they go on. */
  remains(input: InRepository): Promise<Answer<Remains>>
  /** Write with a new core that claims nobody, where the one in use waits for machines that are lost. */
  startAgain(input: InRepository & { readonly offline?: boolean }): Promise<Answer<RenewedCore>>
  /** Who is who: every core that claims to be somebody, as far as is known here. */
  authors(input: InRepository): Promise<Answer<readonly KnownCore[]>>
  /** Make this home the first machine of a new user. */
  createUser(input: CreateUser): Promise<Answer<CreatedUser>>
  /** WHO: `me`, a user's id, name, or an unambiguous beginning of the id; the user that this home belongs to unless given. */
  user(input: { readonly who?: string }): Promise<Answer<UserSummary>>
  setProfile(input: SetProfile): Promise<Answer<UserWritten>>
  revokeDevices(input: RevokeDevices): Promise<Answer<RevokedDevices>>
  /** Make this home a machine of a user whose recovery phrase is given. */
  recoverUser(input: RecoverUser): Promise<Answer<RecoveredUser>>
  /** The phrase, as long as nobody has said that they have it. */
  recoveryPhrase(): Promise<Answer<RecoveryPhrase>>
  /** Has the home forget the phrase, which whoever saved it repeats. */
  recoverySaved(input: RecoveryPhrase): Promise<Answer<UserSummary>>

  /** Make an invite for another machine of the user's, and let in who uses it once that is decided; ends the invite when its reader stops. */
  inviteDevice(input: InviteDevice): AsyncIterable<InviteEvent>
  /** Say whether the machine that asks is let in, by the open invite of this home, whichever process made it. */
  decideInvite(input: DecideInvite): Promise<Answer<PairedDevice>>
  /** Make this home a machine of the user whose invite is given. */
  joinUser(input: JoinUser): AsyncIterable<JoinEvent>

  /** Connect and exchange until nothing is missing, for at most `waitMs` (10,000 unless given). */
  sync(input: { readonly repo?: string; readonly waitMs?: number }): AsyncIterable<SyncEvent | StreamFailure>
  /** Stay connected and serve, until the caller stops. All repositories of the home unless given. */
  seed(input: { readonly repos?: readonly string[] }): AsyncIterable<SeedEvent | StreamFailure>

  importArchive(input: ImportInput): AsyncIterable<ImportEvent>
  exportArchive(input: InRepository): AsyncIterable<ExportEvent>
  /** The bundle that shows, offline and to anybody, why the core of `op` is blacklisted; read back by `parseEvidence` and `checkEvidence`. */
  evidence(input: InRepository & { readonly op: string }): AsyncIterable<EvidenceEvent>

  hostOnMirror(input: MirrorInput): Promise<Answer<MirrorRepository>>
  leaveMirror(input: MirrorInput): Promise<Answer<MirrorRepository>>
  mirrorStatus(input: MirrorInput): Promise<Answer<MirrorRepository>>
  /** Sign for a mail address that a mirror is to tell of this home's user, once the address has confirmed it. */
  bindAddress(input: AddressInput): Promise<Answer<BoundAddress>>
}
