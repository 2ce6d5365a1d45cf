import type { CoreKey } from '@hypergit/domain'
import b4a from 'b4a'
import { encode, uint64 } from 'compact-encoding'
import { hash } from 'hypercore-crypto'
import { type LogBounds, unbounded } from '../admission/limits.js'
import type { Head } from '../log-api.js'
import { type HeadRecord, servedHead, storedBytes } from './head-record.js'

/** Heads are compared in this many parts, by the first byte of the core's key. */
export const bucketCount = 256
/** Bytes of a bucket's digest: enough that nobody finds two sets of heads with the same one. */
export const digestByteLength = 16

const bucketOf = (core: CoreKey): number => Number.parseInt(core.slice(0, 2), 16)
const emptyDigest = new Uint8Array(digestByteLength)

/**
 * The heads of one log in memory, with the digests that two peers compare: for each bucket BLAKE2b-256 over (core, length as 8 bytes LE, head
 * id) sorted by core, cut to 16 bytes; zeros for an empty one.
 */
export class HeadTable {
  readonly #records = new Map<CoreKey, HeadRecord>()
  /** By bucket, since most logs have few cores; each sorted by core. */
  readonly #buckets = new Map<number, HeadRecord[]>()
  readonly #digests = new Map<number, Uint8Array>()
  /** How much more may come. */
  bounds: LogBounds = unbounded
  #byteLength = 0
  #ops = 0
  #isShown: (core: CoreKey) => boolean = () => true

  constructor(records: Iterable<HeadRecord>) {
    for (const record of records) this.set(record)
  }

  get size(): number {
    return this.#records.size
  }

  /** Bytes of everything that is stored of the log. */
  get byteLength(): number {
    return this.#byteLength
  }

  /** Blocks of all cores. */
  get ops(): number {
    return this.#ops
  }

  get(core: CoreKey): HeadRecord | undefined {
    return this.#records.get(core)
  }

  all(): IterableIterator<HeadRecord> {
    return this.#records.values()
  }

  set(record: HeadRecord): void {
    const place = bucketOf(record.core)
    const bucket = this.#buckets.get(place) ?? []
    this.#buckets.set(place, bucket)
    const previous = this.#records.get(record.core)
    if (previous === undefined) {
      const next = bucket.findIndex((other) => other.core > record.core)
      bucket.splice(next === -1 ? bucket.length : next, 0, record)
    } else {
      bucket[bucket.indexOf(previous)] = record
    }
    this.#ops += record.length - (previous?.length ?? 0)
    this.#byteLength += storedBytes(record) - (previous === undefined ? 0 : storedBytes(previous))
    this.#records.set(record.core, record)
    this.#digests.delete(place)
  }

  /** Leaves out of what peers are told the cores that the function does not answer for; to be called again when its answers change. */
  show(isShown: (core: CoreKey) => boolean): void {
    this.#isShown = isShown
    this.#digests.clear()
  }

  /** 256 digests one after the other. */
  digests(): Uint8Array {
    const all = b4a.alloc(bucketCount * digestByteLength)
    for (const [place, bucket] of this.#buckets) {
      const digest = this.#digests.get(place) ?? digestOf(bucket.filter(({ core }) => this.#isShown(core)))
      this.#digests.set(place, digest)
      all.set(digest, place * digestByteLength)
    }
    return all
  }

  /** Heads of the buckets that `wanted` names, sorted by core, from after `after`, at most `max`. */
  page(
    wanted: (bucket: number) => boolean,
    after: CoreKey | undefined,
    max: number,
  ): { readonly heads: readonly Head[]; readonly done: boolean } {
    const heads: Head[] = []
    for (let place = after === undefined ? 0 : bucketOf(after); place < bucketCount; place++) {
      if (!wanted(place)) continue
      for (const record of this.#buckets.get(place) ?? []) {
        if ((after !== undefined && record.core <= after) || !this.#isShown(record.core)) continue
        if (heads.length === max) return { heads, done: false }
        const { length, id } = servedHead(record)
        if (length > 0) heads.push({ core: record.core, length, id })
      }
    }
    return { heads, done: true }
  }
}

const digestOf = (bucket: readonly HeadRecord[]): Uint8Array => {
  const heads = bucket.filter((record) => servedHead(record).length > 0)
  if (heads.length === 0) return emptyDigest
  const parts = heads.flatMap((record) => {
    const { length, id } = servedHead(record)
    return [b4a.from(record.core, 'hex'), encode(uint64, length), b4a.from(id, 'hex')]
  })
  return hash(parts).subarray(0, digestByteLength)
}
