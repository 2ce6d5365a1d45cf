import type { CoreKey, MissingParent } from '@hypergit/domain'
import type { Allowance } from '../admission/admission.js'
import { keptByteLength } from '../storage/head-index.js'
import { blocksBeforeMax } from '../wire/messages.js'
import { askInTurn } from './ask-in-turn.js'
import type { BranchPlace, FetchedBlock } from './branch-requests.js'
import type { LogChannel } from './log-channel.js'
import type { LogScope } from './log-scope.js'

/** Longest run of blocks of one branch that is followed, and how many runs are under way. */
const runBlocksMax = 65_536
const runsMax = 64

/** Blocks of a core that an op rests on and that were not told: some in the core itself, then those of a branch beside it, newest first. */
interface Run {
  readonly inCore: { readonly from: number; readonly to: number }
  readonly beside: readonly BranchPlace[]
}

/**
 * Fetches blocks of another branch of a core than the one that is here, because an op cites them: by id, back to where the branches part, and
 * then tells of them from there on in order. What has come is kept and charged to who cites, so that a run that breaks off goes on from there.
 */
export class BranchFetcher {
  readonly #scope: LogScope
  readonly #running = new Set<string>()
  /** Peers that took too long before are asked last. */
  readonly #slow = new WeakSet<LogChannel>()

  constructor(scope: LogScope) {
    this.#scope = scope
  }

  /** Whether the block is here now, with all that comes before it; the next peer is asked when one has not answered after `patienceMs`. */
  async fetch(parent: MissingParent, patienceMs: number): Promise<boolean> {
    const { core, id } = parent
    if (this.#running.has(id) || this.#running.size >= runsMax) return false
    this.#running.add(id)
    try {
      const run = await this.#follow(parent, patienceMs)
      return run !== undefined && (await this.#tell(core, run))
    } catch (cause) {
      this.#scope.home.fail(cause)
      return false
    } finally {
      this.#running.delete(id)
    }
  }

  /**
   * Back from the block asked for to the first one that is in the core here; undefined where no peer has all of them. The last block has to be signed
   * by the core's signer, since an op may cite what nobody wrote; the others follow from it by their ids.
   */
  async #follow({ core, seq, id, citedBy }: MissingParent, patienceMs: number): Promise<Run | undefined> {
    const beside: BranchPlace[] = []
    let wanted: BranchPlace | undefined = { seq, id }
    while (wanted !== undefined && beside.length < runBlocksMax) {
      if (await this.#isInCore(core, wanted)) return { inCore: this.#untold(core, wanted.seq), beside }
      const kept = await this.#scope.branch(core, wanted.seq, wanted.id)
      const run: readonly FetchedBlock[] =
        kept === undefined ? await this.#fetchRun(core, wanted, beside.length === 0, citedBy.core, patienceMs) : []
      const bytes: Uint8Array | undefined = kept?.bytes ?? run[0]?.bytes
      if (bytes === undefined) return undefined
      beside.push(wanted)
      if (wanted.seq === 0) return { inCore: { from: 0, to: 0 }, beside }
      const { prev } = this.#scope.home.rules.facts(this.#scope.id, { core, seq: wanted.seq, bytes })
      wanted = prev === undefined ? undefined : { seq: wanted.seq - 1, id: prev }
    }
    return undefined
  }

  /** Asks for a block and some of those before it, and keeps what is not in the core here. */
  async #fetchRun(
    core: CoreKey,
    wanted: BranchPlace,
    isLast: boolean,
    citer: CoreKey,
    patienceMs: number,
  ): Promise<readonly FetchedBlock[]> {
    if (!this.#mayKeep(core, citer)) return []
    const lowest = this.#scope.forks.lowest(core)
    const depth = isLast ? 0 : blocksBeforeMax
    const before = Math.min(blocksBeforeMax, lowest === undefined ? depth : Math.max(0, wanted.seq - lowest))
    const run = await askInTurn([...this.#scope.peers.channels], this.#slow, patienceMs, async (channel) => {
      const blocks = await channel.fetchBranch(core, wanted, before)
      return isLast && blocks[0]?.proof.byteLength === 0 ? [] : blocks
    })
    await this.#keep(core, run, citer)
    return run
  }

  /** Stores of a run what is neither in the core here nor kept, as far as it may; the rest is asked for again when it is its turn. */
  async #keep(core: CoreKey, run: readonly FetchedBlock[], citer: CoreKey): Promise<void> {
    const { admission, index } = this.#scope.home
    const fresh: FetchedBlock[] = []
    for (const block of run) {
      if (block !== run[0] && (await this.#isInCore(core, block))) break
      if ((await this.#scope.branch(core, block.seq, block.id)) === undefined) fresh.push(block)
    }
    const opsLeft = this.#allowance(core, citer).opsLeft
    const kept = fresh.slice(0, opsLeft)
    if (kept.length === 0) return
    await index.putBranch(this.#scope.id, core, kept)
    const charged = this.#charged(core, citer)
    if (charged === undefined) return
    const bytes = kept.reduce((sum, block) => sum + keptByteLength(block), 0)
    const besideBytes = (charged.besideBytes ?? 0) + bytes
    this.#scope.heads.put({ ...admission.charged(charged, kept.length, bytes), besideBytes })
    admission.stored(bytes)
  }

  #allowance(core: CoreKey, citer: CoreKey): Allowance {
    const { heads, home } = this.#scope
    return home.admission.allowance(heads.table, this.#charged(core, citer), false)
  }

  /** Whether who cites, or the core where that one is not here, may bring more today. */
  #mayKeep(core: CoreKey, citer: CoreKey): boolean {
    const { reason } = this.#allowance(core, citer)
    if (reason !== undefined) this.#scope.home.admission.refused(reason)
    return reason === undefined
  }

  #charged(core: CoreKey, citer: CoreKey) {
    return this.#scope.heads.get(citer) ?? this.#scope.heads.get(core)
  }

  async #isInCore(core: CoreKey, { seq, id }: BranchPlace): Promise<boolean> {
    return (await this.#scope.heads.idAt(core, seq)) === id
  }

  /** A verdict may have come before what is stored behind it was told. */
  #untold(core: CoreKey, meets: number): Run['inCore'] {
    return { from: this.#scope.heads.get(core)?.keep ?? meets + 1, to: meets + 1 }
  }

  async #tell(core: CoreKey, { inCore, beside }: Run): Promise<boolean> {
    for (let seq = inCore.from; seq < inCore.to; seq++) {
      const [bytes] = await this.#scope.heads.read(core, seq, seq + 1)
      if (bytes === undefined) return false
      const { id } = this.#scope.home.rules.facts(this.#scope.id, { core, seq, bytes })
      this.#scope.events.emit('branch-block', { core, seq, id, bytes })
    }
    for (const { seq, id } of beside.toReversed()) {
      const block = await this.#scope.branch(core, seq, id)
      if (block === undefined) return false
      this.#scope.events.emit('branch-block', { core, seq, id, bytes: block.bytes })
    }
    return true
  }
}
