import type { CoreKey } from '@hypergit/domain'
import type { Head } from '../log-api.js'
import type { SignedTail } from '../storage/core-store.js'
import type { LogChannel } from './log-channel.js'

/** Blocks up to this many bytes go out with their announcement; larger runs are asked for. */
const pushBytesMax = 64 * 1024

/** Something that a caller waits for, looked at whenever anything moved. */
type Check = () => void

/** The channels of one log: tells them what is new here and answers what they hold. */
export class LogPeers {
  readonly #channels = new Set<LogChannel>()
  readonly #news = new Map<CoreKey, Head>()
  readonly #checks = new Set<Check>()
  #announcing = false

  get channels(): ReadonlySet<LogChannel> {
    return this.#channels
  }

  add(channel: LogChannel): void {
    this.#channels.add(channel)
  }

  remove(channel: LogChannel): void {
    this.#channels.delete(channel)
    // What this channel had claimed is free for the others now.
    for (const other of this.#channels) other.pump()
    this.progressed()
  }

  /** Tells every peer of a head, together with all others of the same turn. */
  announce(head: Head): void {
    this.#news.set(head.core, head)
    if (this.#announcing) return
    this.#announcing = true
    setImmediate(() => {
      this.#announcing = false
      const heads = [...this.#news.values()]
      this.#news.clear()
      for (const channel of this.#channels) channel.announce(heads)
    })
  }

  /** Sends a fresh append of an own core at once, with its blocks where they are small. */
  push(tail: SignedTail, head: Head): void {
    const bytes = tail.blocks.reduce((sum, block) => sum + block.byteLength, 0)
    if (bytes > pushBytesMax) this.announce(head)
    else for (const channel of this.#channels) channel.push(tail)
  }

  /** How many peers announced at least so much of the core. */
  holders(core: CoreKey, length: number): number {
    let holders = 0
    for (const channel of this.#channels) if (channel.holds(core, length)) holders++
    return holders
  }

  /** Blocks that peers announced and that are wanted beyond what is here. */
  behindBy(lengthHere: (core: CoreKey) => number): number {
    const missing = new Map<CoreKey, number>()
    for (const channel of this.#channels)
      for (const { core, length } of channel.wanted())
        missing.set(core, Math.max(length - lengthHere(core), missing.get(core) ?? 0))
    return [...missing.values()].reduce((sum, behind) => sum + behind, 0)
  }

  /** Something arrived, left, or was given up. */
  progressed(): void {
    for (const check of this.#checks) check()
  }

  /** Resolves with the first value that `look` finds, or with what it finds last after `timeoutMs`. */
  until<Value>(look: () => { readonly done: boolean; readonly value: Value }, timeoutMs: number): Promise<Value> {
    const now = look()
    if (now.done || timeoutMs <= 0) return Promise.resolve(now.value)
    return new Promise((resolve) => {
      const finish = (value: Value): void => {
        clearTimeout(timer)
        this.#checks.delete(check)
        resolve(value)
      }
      const check: Check = () => {
        const { done, value } = look()
        if (done) finish(value)
      }
      const timer = setTimeout(() => finish(look().value), timeoutMs)
      this.#checks.add(check)
    })
  }
}
