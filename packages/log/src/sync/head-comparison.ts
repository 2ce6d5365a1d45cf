import type { CoreKey } from '@hypergit/domain'
import b4a from 'b4a'
import type { Head } from '../log-api.js'
import { bucketCount, digestByteLength } from '../storage/head-table.js'
import { hasBucket, headsPerPageMax, type HeadsPage, type HeadsRequest } from '../wire/messages.js'
import type { LogScope } from './log-scope.js'

/** Heads of one comparison, as a multiple of the cores that a log may have here: whoever goes on for longer has no end. */
const headsPerCoreMax = 10

/** After a peer announced more than could be noted, heads are compared again this much later. */
const compareAgainMs = 2_000

export interface ComparisonPeer {
  requestHeads(request: HeadsRequest): void
  sendHeads(page: HeadsPage): void
  /** Heads of new cores that can still be noted. */
  room(): number
  onHeads(heads: readonly Head[]): void
  /** The peer is known to hold what is here of the core. */
  holds(core: CoreKey, length: number): void
  /** Resolves when the peer may have another page and the stream takes it. */
  mayAnswer(): Promise<void>
  close(reason: string): void
}

/** Compares heads with one peer: by digests of buckets first, then page by page in those that differ, never faster than what comes is proven. */
export class HeadComparison {
  readonly #scope: LogScope
  readonly #peer: ComparisonPeer
  #running: { readonly buckets: Uint8Array; after: CoreKey | undefined; asked: boolean; heads: number } | undefined
  #again: NodeJS.Timeout | undefined
  #compared = false
  #answering = false
  #closed = false

  constructor(scope: LogScope, peer: ComparisonPeer) {
    this.#scope = scope
    this.#peer = peer
  }

  /** Every head of the peer was looked at once, and none is known to have been left out. */
  get complete(): boolean {
    return this.#compared && this.#running === undefined && this.#again === undefined
  }

  onDigests(theirs: Uint8Array): void {
    const ours = this.#scope.heads.table.digests()
    const buckets = b4a.alloc(bucketCount / 8)
    let differ = false
    for (let place = 0; place < bucketCount; place++) {
      const [start, end] = [place * digestByteLength, (place + 1) * digestByteLength]
      if (b4a.equals(ours.subarray(start, end), theirs.subarray(start, end))) continue
      buckets[place >> 3] = (buckets[place >> 3] ?? 0) | (1 << (place & 7))
      differ = true
    }
    // Equal digests say that the peer has our heads, which is what the author of a core wants to know.
    for (const core of this.#scope.own.keys())
      if (!hasBucket(buckets, Number.parseInt(core.slice(0, 2), 16)))
        this.#peer.holds(core, this.#scope.heads.get(core)?.length ?? 0)
    if (differ) this.#compare(buckets)
    else this.#finish()
  }

  onPage({ heads, done }: HeadsPage): void {
    const running = this.#running
    if (running?.asked !== true) return this.#peer.close('heads that were not asked for')
    const last = heads.at(-1)
    if (last !== undefined && running.after !== undefined && last.core <= running.after)
      return this.#peer.close('heads out of order')
    running.heads += heads.length
    if (running.heads > headsPerCoreMax * this.#scope.home.limits.coresPerLogMax)
      return this.#peer.close('heads without end')
    running.asked = false
    running.after = last?.core
    this.#peer.onHeads(heads)
    if (done || last === undefined) this.#finish()
    else this.proceed()
  }

  async onRequest({ buckets, after }: HeadsRequest): Promise<void> {
    if (this.#answering) return this.#peer.close('heads asked for before the page before came')
    this.#answering = true
    await this.#peer.mayAnswer()
    this.#answering = false
    if (this.#closed) return
    this.#peer.sendHeads(this.#scope.heads.table.page((place) => hasBucket(buckets, place), after, headsPerPageMax))
  }

  /** Asks for the next page as soon as there is room for what it may bring. */
  proceed(): void {
    const running = this.#running
    if (running === undefined || running.asked || this.#closed || this.#peer.room() < headsPerPageMax) return
    running.asked = true
    this.#peer.requestHeads(running)
  }

  /** What could not be noted is found by comparing once more. */
  again(): void {
    if (this.#closed) return
    this.#again ??= setTimeout(() => {
      this.#again = undefined
      this.#compare(b4a.alloc(bucketCount / 8, 0xff))
    }, compareAgainMs)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#again)
  }

  #compare(buckets: Uint8Array): void {
    this.#running ??= { buckets, after: undefined, asked: false, heads: 0 }
    this.proceed()
  }

  #finish(): void {
    this.#running = undefined
    this.#compared = true
    this.#scope.peers.progressed()
  }
}
