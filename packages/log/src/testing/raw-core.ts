import {
  type Action,
  type CoreKey,
  encodeUnchecked,
  type LogId,
  noOp,
  type OpId,
  type ParentRef,
} from '@hypergit/domain'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { keyPair } from 'hypercore-crypto'
import { type CoreSigner, keyOfSigner, manifestOf } from '../core-manifest.js'
import { domainBlockRules } from '../domain-block-rules.js'
import type { Head, NoiseStream } from '../log-api.js'
import { proveBlocks } from '../signed-blocks.js'
import { signedState } from '../storage/core-store.js'
import type { BlocksRequest, BranchRequest, LeafRequest } from '../wire/messages.js'
import { RawPeer } from './raw-peer.js'

/** Whether blocks are answered whole under one signature, or each with its path. */
export type Answering = 'tail' | 'proofs'

/** A core in the hands of somebody who holds its key and keeps to no rule: a plain Hypercore, written, truncated and served at will. */
export class RawCore {
  readonly #ids: OpId[] = []

  private constructor(
    readonly log: LogId,
    readonly core: CoreKey,
    private readonly store: Corestore,
    private readonly session: Hypercore,
    private readonly signer: CoreSigner,
  ) {}

  static async create(dir: string, log: LogId): Promise<RawCore> {
    const store = new Corestore(dir, { wait: false })
    const pair = keyPair()
    const signer = { publicKey: pair.publicKey }
    const session = store.get({ manifest: manifestOf(signer), keyPair: pair })
    await session.ready()
    return new RawCore(log, keyOfSigner(signer), store, session, signer)
  }

  get head(): Head {
    const length = this.#ids.length
    return { core: this.core, length, id: this.#ids[length - 1] ?? noOp }
  }

  /** The fork number of its tree: how often it was truncated. */
  get fork(): number {
    return this.session.fork
  }

  /** Appends the actions, the first of which cites the parents. */
  async write(actions: readonly Action[], parents: readonly ParentRef[] = []): Promise<void> {
    const blocks = actions.map((action, place) => {
      const seq = this.#ids.length
      const prev = this.#ids[seq - 1] ?? noOp
      const at = 1_000 * (seq + 1)
      const bytes = encodeUnchecked({ log: this.log, prev, parents: place === 0 ? parents : [], at, action })
      this.#ids.push(domainBlockRules.facts(this.log, { core: this.core, seq, bytes }).id)
      return bytes
    })
    await this.session.append(blocks)
  }

  async truncate(length: number): Promise<void> {
    await this.session.truncate(length)
    this.#ids.length = length
  }

  /** Speaks the log's channel as a peer that has this core and nothing else; announces it where `announces` does not say no. */
  async serve(stream: NoiseStream, answering: Answering = 'tail', announces = true): Promise<RawPeer> {
    const peer: RawPeer = await RawPeer.open(stream, this.log, {
      handlers: {
        blocksRequest: (request) => void this.#sendBlocks(peer, request, answering),
        leafRequest: (request) => void this.#sendLeaf(peer, request),
        branchRequest: (request) => void this.#sendBranch(peer, request),
      },
    })
    if (announces) peer.messages.announce.send({ heads: [this.head] })
    return peer
  }

  async close(): Promise<void> {
    await this.store.close()
  }

  async #sendBlocks(peer: RawPeer, { request, core, from }: BlocksRequest, answering: Answering): Promise<void> {
    if (core !== this.core) return void peer.messages.unavailable.send({ request })
    const blocks = await Promise.all(
      Array.from({ length: this.session.length - from }, (_, place) => this.#block(from + place)),
    )
    const state = signedState(this.session)
    if (answering === 'tail') {
      peer.messages.tail.send({ request, core, from, ...state, more: false, blocks })
      return
    }
    const proofs = await Promise.all(blocks.map((_, place) => this.#leafProof(from + place)))
    peer.messages.proofs.send({ request, signer: this.signer, proofs })
  }

  async #sendLeaf(peer: RawPeer, { request, core, seq }: LeafRequest): Promise<void> {
    if (core !== this.core || seq >= this.session.length) return void peer.messages.unavailable.send({ request })
    peer.messages.proofs.send({ request, signer: this.signer, proofs: [await this.#leafProof(seq)] })
  }

  async #sendBranch(peer: RawPeer, { request, core, seq, id }: BranchRequest): Promise<void> {
    const proof = core === this.core && this.#ids[seq] === id ? await proveBlocks(this.session, seq + 1) : undefined
    if (proof === undefined) peer.messages.unavailable.send({ request })
    else peer.messages.branchBlock.send({ request, bytes: await this.#block(seq), proof, older: [] })
  }

  async #block(seq: number): Promise<Uint8Array> {
    const block = await this.session.get(seq, { wait: false })
    if (block === null) throw new RangeError(`block ${seq} is not here`)
    return block
  }

  #leafProof(seq: number) {
    return this.session.proof({ block: { index: seq, nodes: 0 }, upgrade: { start: 0, length: this.session.length } })
  }
}
