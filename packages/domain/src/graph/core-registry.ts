import { type CoreKey, noOp, type OpId } from '../ids.js'
import type { CoreView } from '../views.js'
import type { Chain, ChainClaim, ChainViolation, CoreState } from './core-state.js'

interface ChainRecord {
  readonly number: number
  readonly from: number
  readonly parent: number | null
  readonly head: OpId
  readonly length: number
  readonly headHeight: number
  readonly headAt: number
  readonly violation?: ChainViolation
  readonly claim?: ChainClaim
}

/** The value of collection `core`, as JSON. */
export interface CoreRecord {
  readonly chains: readonly ChainRecord[]
  readonly received: number
  readonly receivedHead: OpId
  readonly needsUpgrade: boolean
  readonly forkSeq?: number
  readonly blacklisted?: CoreView['blacklisted']
  readonly version: number
}

const chainRecord = (chain: Chain): ChainRecord => ({
  number: chain.number,
  from: chain.from,
  parent: chain.parent?.number ?? null,
  head: chain.head,
  length: chain.length,
  headHeight: chain.headHeight,
  headAt: chain.headAt,
  ...(chain.violation === undefined ? {} : { violation: chain.violation }),
  ...(chain.claim === undefined ? {} : { claim: chain.claim }),
})

export const coreRecord = (core: CoreState): CoreRecord => ({
  chains: core.chains.map(chainRecord),
  received: core.received,
  receivedHead: core.receivedHead,
  needsUpgrade: core.needsUpgrade,
  ...(core.forkSeq === undefined ? {} : { forkSeq: core.forkSeq }),
  ...(core.blacklisted === undefined ? {} : { blacklisted: core.blacklisted }),
  version: core.version,
})

/** The member cores of the log and their chains. */
export class CoreRegistry {
  readonly #cores = new Map<CoreKey, CoreState>()
  readonly #chains: Chain[] = []

  get(key: CoreKey): CoreState | undefined {
    return this.#cores.get(key)
  }
  all(): IterableIterator<CoreState> {
    return this.#cores.values()
  }
  chain(number: number): Chain | undefined {
    return this.#chains[number]
  }
  get chains(): readonly Chain[] {
    return this.#chains
  }

  addCore(key: CoreKey): CoreState {
    const core: CoreState = {
      key,
      chains: [],
      received: 0,
      receivedHead: noOp,
      needsUpgrade: false,
      forkSeq: undefined,
      blacklisted: undefined,
      version: 0,
    }
    this.#cores.set(key, core)
    return core
  }

  /** A chain that leaves `parent` before `from`; `violation` is the newest one on the parent before that. */
  addChain(core: CoreState, from: number, parent: Chain | undefined, violation: ChainViolation | undefined): Chain {
    const chain: Chain = {
      number: this.#chains.length,
      core,
      from,
      parent,
      head: noOp,
      length: from,
      headHeight: 0,
      headAt: 0,
      violation,
      claim: parent?.claim !== undefined && parent.claim.seq < from ? parent.claim : undefined,
    }
    this.#chains.push(chain)
    core.chains.push(chain)
    return chain
  }

  /** Takes up stored cores again; parents are looked up once all chains are there. */
  restore(records: Iterable<readonly [CoreKey, CoreRecord]>): void {
    const parents: [Chain, number][] = []
    for (const [key, record] of records) {
      const core = this.addCore(key)
      core.received = record.received
      core.receivedHead = record.receivedHead
      core.needsUpgrade = record.needsUpgrade
      core.forkSeq = record.forkSeq
      core.blacklisted = record.blacklisted
      core.version = record.version
      for (const { number, parent, from, head, length, headHeight, headAt, violation, claim } of record.chains) {
        const chain: Chain = {
          number,
          core,
          from,
          parent: undefined,
          head,
          length,
          headHeight,
          headAt,
          violation,
          claim,
        }
        this.#chains[number] = chain
        core.chains.push(chain)
        if (parent !== null) parents.push([chain, parent])
      }
    }
    for (const [chain, parent] of parents) Object.assign(chain, { parent: this.#chains[parent] })
  }
}
