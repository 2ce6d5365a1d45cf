import type { CoreKey } from '@hypergit/domain'
import type { RefusalReason } from '../admission/status.js'
import type { Head } from '../log-api.js'
import type { Proofs, Tail } from '../wire/messages.js'
import type { Arrival } from './arrivals.js'
import { DismissedHeads } from './dismissed-heads.js'
import type { FetcherPeer } from './fetcher-peer.js'
import type { Claim, LogScope } from './log-scope.js'
import { Pushes } from './pushes.js'
import { type Delivery, type Progress, Transfer } from './transfer.js'
import { WantedHeads } from './wanted-heads.js'

/** Another peer is asked as well when the first one does not move for this long, or takes longer than that in all. */
const claimStaleMs = 300
const claimMaxMs = 2_000
/** Nobody may take longer than this over one request, however steadily it drips. */
const transferMaxMs = 60_000
const tickMs = 250
/** Least bytes that a request offers to take, and its share of what is free beside others: many short cores run side by side. */
const requestBytesMin = 256 * 1024
const requestShare = 1 / 8

const isLively = (claim: Claim, nowMs: number): boolean =>
  nowMs - claim.movedAtMs < claimStaleMs && nowMs - claim.sinceMs < claimMaxMs

/** Fetches what one peer announced in one log: bounded in heads, in requests and in bytes, and never the same core from two peers at once. */
export class Fetcher {
  readonly #scope: LogScope
  readonly #peer: FetcherPeer
  readonly #wanted: WantedHeads
  readonly #transfers = new Map<number, Transfer>()
  readonly #dismissed: DismissedHeads
  readonly #pushes: Pushes
  #bytesFree: number
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(scope: LogScope, peer: FetcherPeer) {
    this.#scope = scope
    this.#peer = peer
    this.#dismissed = new DismissedHeads(scope.home.limits.unprovenHeadsMax)
    this.#wanted = new WantedHeads(scope.home.limits.unprovenHeadsMax)
    this.#bytesFree = scope.home.limits.unsignedBytesMax
    this.#pushes = new Pushes(scope, {
      mayBringCore: () => peer.mayBringCore(),
      offer: (head) => this.offer(head),
      settle: (head, arrival) => this.#settle(head, arrival),
      moveOn: () => this.#moveOn(),
      close: (reason) => peer.close(reason),
    })
  }

  /** Nothing that the peer announced is wanted or under way. */
  get idle(): boolean {
    return this.#wanted.size === 0
  }

  /** Heads of new cores that may still be noted; without limit while there are none. */
  get room(): number {
    return this.#wanted.isFresh ? Number.MAX_SAFE_INTEGER : this.#wanted.room
  }

  wanted(): Iterable<Head> {
    return this.#wanted
  }

  /** A head that the peer says it can prove, with its whole past. */
  offer(head: Head): void {
    const { arrivals, heads, own, home } = this.#scope
    if (this.#dismissed.has(head)) return
    const plan = arrivals.plan(head)
    switch (plan.kind) {
      case 'here':
      case 'stopped':
        return
      case 'withheld':
        this.#peer.withheld(head)
        return
      case 'outgrown':
        this.#dismissed.add(head)
        this.#scope.follow(head)
        return
      case 'shorter':
        this.#peer.review(head)
        return
      case 'differs':
        this.#investigate(head)
        return
      case 'refused':
        this.#refuse(head, plan.reason)
        return
      case 'fetch': {
        const isNew = heads.get(head.core) === undefined
        own.announced(head.core, plan.from, head.length)
        const takesShare = isNew && this.#wanted.get(head.core) === undefined
        if (takesShare && this.#wanted.room === 0) return this.#peer.announcedTooMuch()
        if (takesShare && !this.#peer.mayBringCore()) {
          home.admission.refused('connection-new-cores')
          return this.#peer.announcedTooMuch()
        }
        this.#wanted.add(head, isNew)
        return
      }
      default:
        plan satisfies never
    }
  }

  /** The core is asked for, or is about to be. */
  wants(core: CoreKey): boolean {
    return this.#wanted.get(core) !== undefined
  }

  /** Asks for as much as the bounds allow. */
  pump(): void {
    if (this.#closed) return
    const { admitted, arrivals, claims, home } = this.#scope
    const nowMs = home.clock()
    if (admitted.isNarrowed) this.#wanted.keep((core) => admitted.has(core))
    for (const head of this.#wanted) {
      if (this.#transfers.size >= home.limits.requestsInFlightMax || this.#bytesFree < requestBytesMin) break
      const claim = claims.get(head.core)
      if (claim !== undefined && (claim.owner === this || isLively(claim, nowMs))) continue
      const plan = arrivals.plan(head)
      if (plan.kind === 'fetch') this.#request(head, plan, nowMs)
      else {
        this.#wanted.delete(head.core)
        if (plan.kind === 'refused') this.#refuse(head, plan.reason)
        if (plan.kind === 'differs' || plan.kind === 'shorter' || plan.kind === 'outgrown') this.offer(head)
      }
    }
    this.#watch()
  }

  onTail(part: Tail): void {
    if (part.request === 0) this.#pushes.take(part)
    else this.#onPart(part.request, (transfer, nowMs) => transfer.addTail(part, nowMs))
  }

  /** False when the answer belongs to something else. */
  onProofs(answer: Proofs): boolean {
    return this.#onPart(answer.request, (transfer, nowMs) => transfer.addProofs(answer, nowMs))
  }

  onUnavailable(request: number): boolean {
    const transfer = this.#transfers.get(request)
    if (transfer === undefined) return false
    this.#fail(request, transfer, 'not-proven-in-time')
    this.#moveOn()
    return true
  }

  /** Forgets why a core was not wanted, since a verdict, a quota or a citation has changed. */
  reconsider(core: CoreKey): void {
    this.#dismissed.delete(core)
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#timer)
    for (const transfer of this.#transfers.values()) this.#release(transfer)
    this.#transfers.clear()
    for (const head of this.#wanted) this.#wanted.delete(head.core)
  }

  #request(head: Head, plan: { from: number; to: number; treeLength: number }, nowMs: number): void {
    const { from, to, treeLength } = plan
    const bytesMax = Math.max(
      requestBytesMin,
      Math.floor(this.#bytesFree * (this.#wanted.size === 1 ? 1 : requestShare)),
    )
    const transfer = new Transfer(head, from, to, treeLength, bytesMax, nowMs)
    const request = this.#peer.nextRequest()
    this.#bytesFree -= bytesMax
    this.#transfers.set(request, transfer)
    this.#scope.claims.set(head.core, { owner: this, sinceMs: nowMs, movedAtMs: nowMs })
    this.#peer.requestBlocks({ request, core: head.core, from, to, treeLength, bytesMax })
  }

  #onPart(request: number, add: (transfer: Transfer, nowMs: number) => Progress): boolean {
    const transfer = this.#transfers.get(request)
    if (transfer === undefined) return false
    const nowMs = this.#scope.home.clock()
    const progress = add(transfer, nowMs)
    const claim = this.#scope.claims.get(transfer.core)
    if (claim?.owner === this) claim.movedAtMs = nowMs
    if (progress.kind === 'wrong') this.#peer.close(progress.detail)
    if (progress.kind === 'complete') {
      // From here on it is this machine that takes its time, so it is not under the peer's clock any more.
      this.#transfers.delete(request)
      void this.#take(transfer, progress.delivery)
    }
    return true
  }

  async #take(transfer: Transfer, delivery: Delivery): Promise<void> {
    try {
      const { arrivals } = this.#scope
      const arrival = await (delivery.kind === 'tail'
        ? arrivals.tail(delivery.tail)
        : arrivals.proofs(transfer.core, delivery.signer, delivery.proofs))
      if (arrival.kind === 'gap' && this.#isStuck(transfer)) this.#giveUp(transfer, 'bad-proof')
      else this.#settle(transfer.head, arrival)
    } catch {
      // The storage failed, which the home has been told; this peer is not to blame.
      this.#wanted.delete(transfer.core)
    } finally {
      this.#release(transfer)
      this.#moveOn()
    }
  }

  #moveOn(): void {
    this.pump()
    this.#peer.settled()
    this.#scope.peers.progressed()
  }

  #settle(head: Head, arrival: Arrival): void {
    const length = this.#scope.heads.get(head.core)?.length ?? 0
    switch (arrival.kind) {
      case 'stored':
      case 'known':
      case 'gap':
        this.#scope.own.settled(head.core, length)
        if (length >= (this.#wanted.get(head.core)?.length ?? head.length)) this.#wanted.delete(head.core)
        return
      case 'refused':
        this.#wanted.delete(head.core)
        this.#refuse(head, arrival.reason)
        if (arrival.reason === 'no-member') this.#peer.chargeFalseHead()
        return
      case 'bad-proof':
        this.#wanted.delete(head.core)
        this.#scope.own.settled(head.core, length, length)
        if (length === 0) this.#peer.close('blocks that do not fit their signature')
        else this.#investigate(head)
        return
      default:
        arrival satisfies never
    }
  }

  /** What cannot be looked into now is offered again when heads are compared the next time. */
  #investigate(head: Head): void {
    if (this.#peer.investigate(head)) this.#dismissed.add(head)
    else this.#peer.announcedTooMuch()
  }

  /** The answer brought nothing, and the same would be asked for again. */
  #isStuck({ head, from, to, treeLength }: Transfer): boolean {
    const plan = this.#scope.arrivals.plan(head)
    return plan.kind === 'fetch' && plan.from === from && plan.to === to && plan.treeLength === treeLength
  }

  #refuse(head: Head, reason: RefusalReason): void {
    this.#dismissed.add(head)
    this.#scope.home.admission.refused(reason)
    this.#scope.events.emit('admission-refused', { core: head.core, reason, peer: this.#peer.id })
    this.#scope.peers.progressed()
  }

  #fail(request: number, transfer: Transfer, reason: RefusalReason): void {
    this.#transfers.delete(request)
    this.#release(transfer)
    this.#giveUp(transfer, reason)
  }

  #giveUp(transfer: Transfer, reason: RefusalReason): void {
    this.#wanted.delete(transfer.core)
    this.#scope.own.settled(transfer.core, transfer.from, transfer.from)
    this.#refuse(transfer.head, reason)
    this.#peer.chargeFalseHead()
  }

  #release(transfer: Transfer): void {
    this.#bytesFree += transfer.bytesMax
    if (this.#scope.claims.get(transfer.core)?.owner === this) this.#scope.claims.delete(transfer.core)
  }

  /** While something is wanted, looks after what does not move. */
  #watch(): void {
    if (this.#wanted.size === 0 || this.#closed) {
      clearInterval(this.#timer)
      this.#timer = undefined
    } else this.#timer ??= setInterval(() => this.#tick(), tickMs)
  }

  #tick(): void {
    const { clock, limits } = this.#scope.home
    const nowMs = clock()
    for (const [request, transfer] of this.#transfers)
      if (nowMs - transfer.movedAtMs > limits.proofTimeMs || nowMs - transfer.sinceMs > transferMaxMs)
        this.#fail(request, transfer, 'not-proven-in-time')
    this.#moveOn()
  }
}
