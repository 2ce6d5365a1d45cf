import type { CoreKey, MissingParent, OpId } from '@hypergit/domain'
import type { BranchBlock } from '../log-api.js'
import type { KeptBlock } from '../storage/head-index.js'
import type { LogChannel } from './log-channel.js'
import type { LogScope } from './log-scope.js'

/** Longest run of blocks of one branch that is fetched at once, and how many runs are under way. */
const branchBlocksMax = 4_096
const runsMax = 64

/** From the first peer that has it, which then comes first: a silent one costs its time once a run. */
const ask = async (
  channels: LogChannel[],
  core: CoreKey,
  { seq, id }: { readonly seq: number; readonly id: OpId },
  isLast: boolean,
): Promise<KeptBlock | undefined> => {
  // The list changes only when the look through it ends.
  for (const channel of channels) {
    const block = await channel.fetchBranch(core, seq, id)
    if (block === undefined || (isLast && block.proof.byteLength === 0)) continue
    channels.splice(channels.indexOf(channel), 1)
    channels.unshift(channel)
    return block
  }
  return undefined
}

/**
 * Fetches blocks of another branch of a core than the one that is here, because an op cites them: by id, back to where the branches part, and
 * then tells of them from there on in order.
 */
export class BranchFetcher {
  readonly #scope: LogScope
  readonly #running = new Set<OpId>()

  constructor(scope: LogScope) {
    this.#scope = scope
  }

  async fetch({ core, seq, id }: MissingParent): Promise<void> {
    if (this.#running.has(id) || this.#running.size >= runsMax) return
    this.#running.add(id)
    try {
      for (const { proof, ...block } of await this.#run(core, seq, id)) {
        const { bytes } = block
        await this.#scope.home.index.putBranch(this.#scope.id, core, block.seq, block.id, { bytes, proof })
        this.#scope.events.emit('branch-block', block)
      }
    } catch (cause) {
      this.#scope.home.fail(cause)
    } finally {
      this.#running.delete(id)
    }
  }

  /**
   * From the first block that is not in the core here up to the one asked for; none where no peer has all of them. The last one has to be signed by
   * the core's signer, since an op may cite what nobody wrote; the others follow from it by their ids.
   */
  async #run(core: CoreKey, seq: number, id: OpId): Promise<readonly (BranchBlock & KeptBlock)[]> {
    const run: (BranchBlock & KeptBlock)[] = []
    const channels = [...this.#scope.peers.channels]
    let wanted: { readonly seq: number; readonly id: OpId } | undefined = { seq, id }
    while (wanted !== undefined && run.length < branchBlocksMax) {
      if ((await this.#scope.heads.idAt(core, wanted.seq)) === wanted.id) return run.toReversed()
      const kept = await this.#scope.branch(core, wanted.seq, wanted.id)
      const block = kept ?? (await ask(channels, core, wanted, run.length === 0))
      if (block === undefined) return []
      const { bytes } = block
      run.push({ core, seq: wanted.seq, id: wanted.id, ...block })
      const { prev } = this.#scope.home.rules.facts(this.#scope.id, { core, seq: wanted.seq, bytes })
      if (wanted.seq === 0) return run.toReversed()
      wanted = prev === undefined ? undefined : { seq: wanted.seq - 1, id: prev }
    }
    return []
  }
}
