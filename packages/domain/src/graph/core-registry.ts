import { type CoreKey, noOp } from '../ids.js'
import type { CoreRecord } from '../store/core-record.js'
import type { Chain, ChainViolation, CoreState } from './core-state.js'

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
      const { chains, ...own } = record
      Object.assign(core, own)
      for (const { parent, ...rest } of chains) {
        const chain: Chain = { ...rest, core, parent: undefined }
        this.#chains[chain.number] = chain
        core.chains.push(chain)
        if (parent !== undefined) parents.push([chain, parent])
      }
    }
    for (const [chain, parent] of parents) Object.assign(chain, { parent: this.#chains[parent] })
  }
}
