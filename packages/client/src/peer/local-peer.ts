import type { CoreKey, CoreView, OpView } from '@hypergit/domain'
import type { ExportEvent, ImportEvent, ImportInput } from '../api/archives.js'
import type { EvidenceEvent } from '../api/evidence.js'
import { type Answer, answer } from '../api/failure.js'
import type { ClaimInput, DisownInput, PairInput, UnpairInput } from '../api/identities.js'
import type { AddressInput, MirrorInput } from '../api/mirrors.js'
import type { DecideInvite, InviteDevice, JoinUser } from '../api/pairing.js'
import type { InRepository, Peer } from '../api/peer.js'
import type {
  Explanation,
  LogEntry,
  LogInput,
  PersonView,
  StreamFailure,
  ThreadDetail,
  ThreadFilter,
  ThreadPage,
} from '../api/reading.js'
import type { CloneRepository, CreateRepository, RenewCore } from '../api/repositories.js'
import type { PeerStatus } from '../api/status.js'
import type { CreateUser, RecoverUser, RecoveryPhrase, RevokeDevices, SetProfile } from '../api/users.js'
import type { WriteInput } from '../api/writing.js'
import { exportArchive } from '../archive/export-archive.js'
import { importArchive } from '../archive/import-archive.js'
import { evidenceStream } from '../evidence/evidence-stream.js'
import { IdentityCalls } from '../identity/identity-calls.js'
import { knownCores } from '../identity/known-core.js'
import { isForReader, type OwnSide, ownSideOf, waitingOf } from '../identity/waiting.js'
import { MirrorCalls } from '../mirror/mirror-calls.js'
import { findOp, findThread } from '../reading/find-op.js'
import { findPerson, peopleOf, personOrLogin } from '../reading/find-person.js'
import { listThreads } from '../reading/list-threads.js'
import { heldThreads } from '../reading/own-threads.js'
import { repositoryStatus } from '../reading/repository-status.js'
import { threadDetail } from '../reading/thread-detail.js'
import type { LiveLog } from '../repository/live-log.js'
import { Invites } from '../user/pairing/invite-device.js'
import { joinUser } from '../user/pairing/join-user.js'
import { userStatus } from '../user/user-status.js'
import { UserCalls } from '../user/user-calls.js'
import { findRepository } from './find-repository.js'
import { forksOf } from './forks-of.js'
import type { HomeParts } from './home-parts.js'
import { homeLog } from './home-log.js'
import { renewCore } from './renew-core.js'
import { RepositoryCalls } from './repository-calls.js'
import { seedStream, syncStream } from './sync-streams.js'
import { writeCall } from './write-call.js'

/** What a peer offers, by the process that holds the home's stores. */
export type PeerCalls = Omit<Peer, 'close' | 'mode' | 'home'>

/** A peer on the stores of its home. */
export class LocalPeer implements PeerCalls {
  readonly #repositories: RepositoryCalls
  readonly #mirrors: MirrorCalls
  readonly #identities: IdentityCalls
  readonly #users: UserCalls
  readonly #invites: Invites

  constructor(private readonly home: HomeParts) {
    this.#repositories = new RepositoryCalls(home)
    this.#mirrors = new MirrorCalls(home)
    this.#identities = new IdentityCalls(home)
    this.#users = new UserCalls(home)
    this.#invites = new Invites(home)
  }

  createRepository(input: CreateRepository) {
    return this.#repositories.create(input)
  }
  cloneRepository(input: CloneRepository) {
    return this.#repositories.clone(input)
  }
  repositories() {
    return this.#repositories.list()
  }
  repository(input: InRepository) {
    return this.#repositories.show(input)
  }
  forks(input: InRepository) {
    return this.#in(input, async (live) => answer(await forksOf(this.home, live)))
  }
  renameRepository(input: InRepository & { readonly name: string }) {
    return this.#repositories.rename(input)
  }
  removeRepository(input: InRepository) {
    return this.#repositories.remove(input)
  }
  renewCore(input: RenewCore) {
    return renewCore(this.home, input)
  }
  write(input: WriteInput) {
    return writeCall(this.home, input)
  }

  threads(input: InRepository & ThreadFilter): Promise<Answer<ThreadPage>> {
    return this.#in(input, async (live) => {
      const people = await this.#people(live)
      const author = personOrLogin(people, input.author)
      if (!author.ok) return author
      const assignee = personOrLogin(people, input.assignee)
      if (!assignee.ok) return assignee
      const held = await heldThreads(live.engine.queries, await this.#own(live))
      return listThreads(live.engine.queries, input, { author: author.value, assignee: assignee.value }, held)
    })
  }
  thread(input: InRepository & { readonly thread: string }): Promise<Answer<ThreadDetail>> {
    return this.#in(input, async (live) => {
      const { queries } = live.engine
      const own = await this.#own(live)
      const found = await findThread(queries, input.thread, own)
      if (!found.ok) return found
      const reader = {
        sees: (op: OpView) => isForReader(op, own),
        waiting: (core: CoreKey) => waitingOf(live, core, this.home.user.get()),
      }
      return answer(await threadDetail(queries, found.value, reader))
    })
  }
  op(input: InRepository & { readonly op: string }): Promise<Answer<OpView>> {
    return this.#in(input, ({ engine }) => findOp(engine.queries, input.op))
  }
  why(input: InRepository & { readonly op: string }): Promise<Answer<Explanation>> {
    return this.#in(input, async ({ engine }) => {
      const found = await findOp(engine.queries, input.op)
      if (!found.ok) return found
      return answer({ op: found.value, decidedBy: await engine.queries.ops(found.value.decision.decidedBy) })
    })
  }
  people(input: InRepository): Promise<Answer<readonly PersonView[]>> {
    return this.#in(input, async (live) => answer(await this.#people(live)))
  }
  person(input: InRepository & { readonly who: string }): Promise<Answer<PersonView>> {
    return this.#in(input, async (live) => findPerson(await this.#people(live), input.who))
  }
  cores(input: InRepository): Promise<Answer<readonly CoreView[]>> {
    return this.#in(input, async ({ engine }) => answer(await engine.queries.cores()))
  }

  log(input: LogInput): AsyncIterable<LogEntry | StreamFailure> {
    return homeLog(this.home, input)
  }

  async status({ repo }: { readonly repo?: string }): Promise<Answer<PeerStatus>> {
    const found = repo === undefined ? undefined : findRepository(this.home.file, repo)
    if (found?.ok === false) return found
    const wanted = found === undefined ? this.home.file.list() : [found.value]
    const repositories = []
    for (const { id, name } of wanted)
      repositories.push(await repositoryStatus(await this.home.open.get(id), name, this.home.user.get()))
    const user = repo === undefined ? await userStatus(this.home.user) : undefined
    return answer({
      home: this.home.paths.home,
      mode: 'holder',
      pid: process.pid,
      connections: this.home.storage.connections().length,
      bytes: this.home.storage.admissionStatus().bytesTotal,
      repositories,
      ...(user === undefined ? {} : { user }),
    })
  }

  sync(input: { readonly repo?: string; readonly waitMs?: number }) {
    return syncStream(this.home, input)
  }
  seed(input: { readonly repos?: readonly string[] }) {
    return seedStream(this.home, input)
  }
  importArchive(input: ImportInput): AsyncIterable<ImportEvent> {
    return importArchive(this.home, input)
  }
  exportArchive(input: InRepository): AsyncIterable<ExportEvent> {
    return exportArchive(this.home, input)
  }
  evidence(input: InRepository & { readonly op: string }): AsyncIterable<EvidenceEvent> {
    return evidenceStream(this.home, input)
  }

  identity(input: InRepository & { readonly who: string }) {
    return this.#identities.show(input)
  }
  pair(input: PairInput) {
    return this.#identities.pair(input)
  }
  unpair(input: UnpairInput) {
    return this.#identities.unpair(input)
  }
  claim(input: ClaimInput) {
    return this.#identities.claim(input)
  }
  stayAnonymous(input: InRepository) {
    return this.#identities.stayAnonymous(input)
  }
  disown(input: DisownInput) {
    return this.#identities.disown(input)
  }
  remains(input: InRepository) {
    return this.#identities.remains(input)
  }
  startAgain(input: InRepository & { readonly offline?: boolean }) {
    return this.#identities.startAgain(input)
  }
  authors(input: InRepository) {
    return this.#identities.authors(input)
  }

  createUser(input: CreateUser) {
    return this.#users.create(input)
  }
  user(input: { readonly who?: string }) {
    return this.#users.show(input)
  }
  setProfile(input: SetProfile) {
    return this.#users.setProfile(input)
  }
  revokeDevices(input: RevokeDevices) {
    return this.#users.revoke(input)
  }
  recoverUser(input: RecoverUser) {
    return this.#users.recover(input)
  }
  recoveryPhrase() {
    return this.#users.recoveryPhrase()
  }
  recoverySaved(input: RecoveryPhrase) {
    return this.#users.recoverySaved(input)
  }

  inviteDevice(input: InviteDevice) {
    return this.#invites.invite(input)
  }
  decideInvite(input: DecideInvite) {
    return this.#invites.decide(input)
  }
  joinUser(input: JoinUser) {
    return joinUser({ home: this.home, changing: (work) => this.#users.changing(work) }, input)
  }

  hostOnMirror(input: MirrorInput) {
    return this.#mirrors.host(input)
  }
  leaveMirror(input: MirrorInput) {
    return this.#mirrors.leave(input)
  }
  mirrorStatus(input: MirrorInput) {
    return this.#mirrors.status(input)
  }
  bindAddress(input: AddressInput) {
    return this.#users.bindAddress(input)
  }

  async #in<Value>({ repo }: InRepository, read: (live: LiveLog) => Promise<Answer<Value>>): Promise<Answer<Value>> {
    const found = findRepository(this.home.file, repo)
    return found.ok ? read(await this.home.open.get(found.value.id)) : found
  }

  #own(live: LiveLog): Promise<OwnSide> {
    return ownSideOf(live, this.home.user.get())
  }

  async #people(live: LiveLog): Promise<readonly PersonView[]> {
    const cores = await live.engine.queries.cores()
    return peopleOf(cores, await live.log.ownCore(), await knownCores(this.home, live))
  }
}
