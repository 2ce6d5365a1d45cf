import type { CoreKey } from '@hypergit/domain'
import b4a from 'b4a'
import type Protomux from 'protomux'
import type { Channel } from 'protomux'
import { keyOfSigner } from '../core-manifest.js'
import type { ForkPlace, Head } from '../log-api.js'
import type { SignedTail } from '../storage/core-store.js'
import { capability, proveCore, provesCore } from '../wire/capability.js'
import { type CoreProof, type Handshake, headsPerPageMax, proofsPerMessageMax } from '../wire/messages.js'
import { BlockServer } from './block-server.js'
import { BranchCheck } from './branch-check.js'
import { type BranchPlace, BranchRequests, type FetchedBlock } from './branch-requests.js'
import { DrainGate } from './drain-gate.js'
import { Fetcher } from './fetcher.js'
import { ForkTalk } from './fork-talk.js'
import { HeadComparison } from './head-comparison.js'
import type { LogScope } from './log-scope.js'
import { addMessages, type Messages, openChannel } from './log-messages.js'
import type { PeerConnection } from './peer-connection.js'
import { RemoteHeads } from './remote-heads.js'

/** What this package speaks. A peer with a higher version speaks this one too. */
export const protocolVersion = 1
const features: readonly string[] = ['push', 'branches']

/** One log on one connection: compares heads, announces new ones, fetches and serves blocks. */
export class LogChannel {
  readonly #channel: Channel<Handshake>
  readonly #messages: Messages
  readonly #fetcher: Fetcher
  readonly #server: BlockServer
  readonly #branches: BranchCheck
  readonly #branchRequests: BranchRequests
  readonly #comparison: HeadComparison
  readonly #forks: ForkTalk
  readonly #remoteHeads = new RemoteHeads()
  #requests = 0
  #ready = false
  readonly #drain = new DrainGate()

  private constructor(
    readonly scope: LogScope,
    readonly connection: PeerConnection,
    channel: Channel<Handshake>,
  ) {
    this.#channel = channel
    this.#fetcher = new Fetcher(scope, {
      id: connection.peer,
      nextRequest: () => this.#nextRequest(),
      requestBlocks: (request) => void this.#messages.blocksRequest.send(request),
      mayBringCore: () => connection.mayBringCore(),
      chargeFalseHead: () => connection.chargeFalseHead(),
      investigate: (head) => this.#branches.investigate(head),
      review: (head) => this.#branches.review(head),
      withheld: (head) => this.#remoteHeads.note(head),
      announcedTooMuch: () => this.#comparison.again(),
      settled: () => this.#comparison.proceed(),
      close: (reason) => connection.close(reason),
    })
    this.#server = new BlockServer(scope, {
      sendTail: (part) => void this.#messages.tail.send(part),
      sendProofs: (answer) => void this.#messages.proofs.send(answer),
      sendBranchBlock: (answer) => void this.#messages.branchBlock.send(answer),
      sendUnavailable: (request) => void this.#messages.unavailable.send({ request }),
      drained: () => this.#drained(),
      mayAnswer: () => connection.mayAnswer(),
      close: (reason) => connection.close(reason),
    })
    this.#branches = new BranchCheck(scope, {
      id: connection.peer,
      nextRequest: () => this.#nextRequest(),
      requestLeaf: (request) => void this.#messages.leafRequest.send(request),
      chargeFalseHead: () => connection.chargeFalseHead(),
      compareAgain: () => this.#comparison.again(),
      close: (reason) => connection.close(reason),
    })
    this.#branchRequests = new BranchRequests(scope, {
      nextRequest: () => this.#nextRequest(),
      requestBranch: (request) => void this.#messages.branchRequest.send(request),
      close: (reason) => connection.close(reason),
    })
    this.#comparison = new HeadComparison(scope, {
      requestHeads: (request) => void this.#messages.headsRequest.send(request),
      sendHeads: (page) => void this.#messages.headsPage.send(page),
      room: () => this.#fetcher.room,
      onHeads: (heads) => this.#onHeads(heads),
      holds: (core, length) => this.#remoteHeads.note({ core, length }),
      mayAnswer: async () => {
        await connection.mayAnswer()
        await this.#drained()
      },
      close: (reason) => connection.close(reason),
    })
    this.#forks = new ForkTalk(scope, this, {
      sendForks: (proofs) => void this.#messages.forkProofs.send({ proofs }),
      drained: () => this.#drained(),
      mayProveFork: () => connection.mayProveFork(),
      close: (reason) => connection.close(reason),
    })
    this.#messages = addMessages(
      channel,
      scope.home.limits.messageBytesMax,
      {
        digests: ({ digests }) => this.#withinShare(() => this.#comparison.onDigests(digests)),
        headsRequest: (request) => void this.#comparison.onRequest(request),
        headsPage: (page) => this.#comparison.onPage(page),
        announce: ({ heads }) => this.#withinShare(() => this.#onHeads(heads)),
        blocksRequest: (request) => this.#server.request({ kind: 'blocks', ...request }),
        tail: (part) => {
          if (part.request === 0) this.#remoteHeads.note({ core: part.core, length: part.from + part.blocks.length })
          this.#fetcher.onTail(part)
        },
        proofs: (answer) => void (this.#fetcher.onProofs(answer) || this.#branches.onProofs(answer)),
        unavailable: ({ request }) =>
          void (
            this.#fetcher.onUnavailable(request) ||
            this.#branches.onUnavailable(request) ||
            this.#branchRequests.onUnavailable(request)
          ),
        leafRequest: (request) => this.#server.request({ kind: 'leaf', ...request }),
        branchRequest: (request) => this.#server.request({ kind: 'branch', ...request }),
        branchBlock: (answer) => this.#branchRequests.onBlock(answer),
        prove: ({ proofs }) => this.#onProofsOfCores(proofs),
        forkProofs: ({ proofs }) => this.#withinShare(() => this.#forks.onProofs(proofs)),
      },
      () => this.#ready,
    )
  }

  /** Opens the log on a connection whose handshake is through; undefined where it is open already, or the stream is gone. */
  static open(scope: LogScope, connection: PeerConnection, mux: Protomux): LogChannel | undefined {
    let opened: LogChannel | undefined
    const channel = openChannel(mux, scope.discoveryKey, {
      onopen: (handshake) => {
        if (opened !== undefined) opened.#onOpen(handshake)
      },
      onclose: () => {
        if (opened !== undefined) opened.#onClose()
      },
      ondrain: () => {
        if (opened !== undefined) opened.#drain.open()
      },
    })
    if (channel === null) return undefined
    opened = new LogChannel(scope, connection, channel)
    channel.open({
      version: protocolVersion,
      features,
      capability: capability(scope.id, connection.handshakeHash, connection.isInitiator),
      proofs: opened.#coreProofs(scope.own.provable()),
    })
    return opened
  }

  /** The other side has shown that it knows the log. */
  get ready(): boolean {
    return this.#ready
  }

  /** Heads were compared, and nothing that the peer has is missing here. */
  get caughtUp(): boolean {
    return this.#comparison.complete && this.#fetcher.idle
  }

  /** Heads were compared, whatever has come of it by now. */
  get compared(): boolean {
    return this.#comparison.complete
  }

  /** The core is under way from this peer, or about to be. */
  wants(core: CoreKey): boolean {
    return this.#fetcher.wants(core)
  }

  wanted(): Iterable<Head> {
    return this.#fetcher.wanted()
  }

  holds(core: CoreKey, length: number): boolean {
    return this.#remoteHeads.holds(core, length)
  }

  pump(): void {
    this.#fetcher.pump()
  }

  /** Looks again at a core's head, since a verdict or a citation has changed what may come. */
  reconsider(core: CoreKey): void {
    this.#fetcher.reconsider(core)
    this.#branches.reconsider(core)
    const head = this.#remoteHeads.get(core)
    if (head !== undefined) this.#fetcher.offer(head)
    else if (this.#remoteHeads.isFull) this.#comparison.again()
    this.#fetcher.pump()
  }

  /** Looks at all heads again, since more may come than was told. */
  compareAgain(): void {
    this.#comparison.again()
  }

  /** Asks for a block by id, and for up to `before` blocks in front of it. */
  fetchBranch(core: CoreKey, place: BranchPlace, before: number): Promise<readonly FetchedBlock[]> {
    return this.#ready ? this.#branchRequests.fetch(core, place, before) : Promise.resolve([])
  }

  announce(heads: readonly Head[]): void {
    if (!this.#ready) return
    for (let start = 0; start < heads.length; start += headsPerPageMax)
      this.#messages.announce.send({ heads: heads.slice(start, start + headsPerPageMax) })
  }

  push(tail: SignedTail): void {
    if (this.#ready) this.#messages.tail.send({ request: 0, more: false, ...tail })
  }

  /** Shows that cores forked; resolves when the proofs are on their way. */
  tellForks(places: readonly ForkPlace[]): Promise<void> {
    return this.#ready ? this.#forks.tell(places) : Promise.resolve()
  }

  /** Proves an own core that was made after the channel was opened. */
  prove(core: CoreKey): void {
    if (this.#ready) this.#messages.prove.send({ proofs: this.#coreProofs([core]) })
  }

  close(): void {
    this.#channel.close()
    this.#onClose()
  }

  #onOpen(handshake: Handshake): void {
    const { handshakeHash, isInitiator } = this.connection
    const expected = capability(this.scope.id, handshakeHash, !isInitiator)
    if (!b4a.equals(handshake.capability, expected) || handshake.version < protocolVersion) return this.close()
    this.#ready = true
    this.scope.peers.add(this)
    this.scope.events.emit('peer-added', { peer: this.connection.peer })
    this.#onProofsOfCores(handshake.proofs)
    this.#messages.digests.send({ digests: this.scope.heads.table.digests() })
    this.#forks.tellAll()
  }

  #onClose(): void {
    this.#comparison.close()
    this.#fetcher.close()
    this.#server.close()
    this.#branches.close()
    this.#branchRequests.close()
    this.#forks.close()
    this.#drain.open()
    this.connection.removeChannel(this)
    if (!this.#ready) return
    this.#ready = false
    this.scope.peers.remove(this)
    this.scope.events.emit('peer-removed', { peer: this.connection.peer })
  }

  #coreProofs(cores: readonly CoreKey[]): readonly CoreProof[] {
    const { handshakeHash, noisePublicKey } = this.connection
    const owned = cores.flatMap((core) => this.scope.own.get(core) ?? [])
    return owned
      .slice(0, proofsPerMessageMax)
      .map(({ keyPair, signer }) => proveCore(keyPair, signer.userData, handshakeHash, noisePublicKey))
  }

  #onProofsOfCores(proofs: readonly CoreProof[]): void {
    const { handshakeHash, remoteNoisePublicKey } = this.connection
    for (const proof of proofs) {
      if (!provesCore(proof, handshakeHash, remoteNoisePublicKey))
        return this.connection.close('a proof of a core that does not fit')
      this.connection.proved(this.scope, keyOfSigner(proof.signer))
    }
  }

  /** A peer that talks more than its share is not listened to for a while; what it said is found by comparing. */
  #withinShare(listen: () => void): void {
    if (this.connection.mayAnnounce()) listen()
    else this.#comparison.again()
  }

  #onHeads(heads: readonly Head[]): void {
    for (const head of heads) {
      this.#remoteHeads.note(head)
      this.#fetcher.offer(head)
    }
    this.#forks.onHeads(heads)
    this.#fetcher.pump()
    this.scope.peers.progressed()
  }

  #nextRequest(): number {
    return ++this.#requests
  }

  #drained(): Promise<void> {
    return this.#drain.passed(this.#channel.drained || this.#channel.closed)
  }
}
