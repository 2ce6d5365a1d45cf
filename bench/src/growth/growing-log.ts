import { join } from 'node:path'
import { coreOf } from '@hypergit/domain/testing'
import { tempDir } from '@hypergit/testing'
import { startWorker, type Worker } from '../processes/worker.js'
import { LogInTurns } from '../workload/written-log.js'
import type { GrowthProcess } from './growth-process.js'

const blockBytes = 200
/** As many as a `validate` job holds at most. */
const batchBlocks = 256
const callBlocks = 64 * batchBlocks

/** Memory of a process, bytes. */
export interface Memory {
  /** What its collector holds, and buffers. */
  readonly heap: number
  readonly rss: number
}

const startProcess = (): Promise<Worker<GrowthProcess>> =>
  startWorker<GrowthProcess>('growth-process.js', import.meta.url)

/** A log on disk that grows in a process of its own. */
export class GrowingLog {
  #process: Worker<GrowthProcess> | undefined
  readonly #turns: LogInTurns

  private constructor(
    private readonly dir: string,
    private readonly remove: () => Promise<void>,
    writers: number,
  ) {
    const keys = Array.from({ length: writers }, (_, index) => coreOf(`writer ${index}`, 'bench'))
    this.#turns = new LogInTurns({ keys, blockBytes })
  }

  static async make(writers: number): Promise<GrowingLog> {
    const dir = await tempDir('hypergit-bench-growth-')
    return new GrowingLog(join(dir.path, 'store'), () => dir.remove(), writers)
  }

  /** Judges its first ops in a new process that has seen the rules at work, and says what that process takes more at the end than before. */
  async begin(ops: number): Promise<Memory> {
    const worker = (this.#process = await startProcess())
    await worker.call('warmUp')
    const before = await worker.call('memory')
    const [creation, ...others] = this.#turns.beginning
    if (creation === undefined) throw new Error('the log has no beginning')
    const { log, now } = this.#turns
    await worker.call('reopen', { dir: this.dir, log, block: creation, now })
    await worker.call('grow', { blocks: others, now, batchBlocks })
    for (let left = ops; left > 0; left -= callBlocks) await this.grow(Math.min(left, callBlocks))
    const after = await worker.call('memory')
    return { heap: after.heap - before.heap, rss: after.rss - before.rss }
  }

  /** ms for each batch of the next ops. */
  async grow(ops: number): Promise<readonly number[]> {
    if (this.#process === undefined) throw new Error('the log is not open')
    const blocks = this.#turns.next(ops)
    return this.#process.call('grow', { blocks, now: this.#turns.now, batchBlocks })
  }

  /** In a new process: ms from the folder to the outcome of one more op. */
  async reopen(): Promise<number> {
    await this.#stop()
    const [block] = this.#turns.next(1)
    if (block === undefined) throw new Error('the log has no next op')
    const worker = (this.#process = await startProcess())
    await worker.call('memory')
    return worker.call('reopen', { dir: this.dir, log: this.#turns.log, block, now: this.#turns.now })
  }

  async close(): Promise<void> {
    await this.#stop()
    await this.remove()
  }

  async #stop(): Promise<void> {
    await this.#process?.call('close')
    await this.#process?.stop()
    this.#process = undefined
  }
}
