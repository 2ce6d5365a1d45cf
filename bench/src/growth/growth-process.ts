import { type Block, type LogEngine, type LogId, MemoryStore, openEngine } from '@hypergit/domain'
import { coreOf, trustingCrypto } from '@hypergit/domain/testing'
import { StoreFolder } from '@hypergit/store'
import { collectGarbage, timed } from '../measure/pairs.js'
import { serveCalls } from '../processes/serve-calls.js'
import { inBatches, writtenLog } from '../workload/written-log.js'

const crypto = trustingCrypto

interface Opened {
  readonly folder: StoreFolder
  readonly engine: LogEngine
}

let opened: Opened | undefined

const engineOf = (): LogEngine => {
  if (opened === undefined) throw new Error('no log is open')
  return opened.engine
}

const openAt = async (dir: string, log: LogId): Promise<LogEngine> => {
  const folder = await StoreFolder.open(dir)
  const engine = await openEngine({ log, kind: 'repository', store: await folder.openLog(log), crypto })
  opened = { folder, engine }
  return engine
}

/** From the folder to the first block's outcome, ms. */
const reopen = (input: { readonly dir: string; readonly log: LogId; readonly block: Block; readonly now: number }) =>
  timed(async () => {
    const engine = await openAt(input.dir, input.log)
    await applyAll(engine, [input.block], input.now)
  })

const applyAll = async (engine: LogEngine, blocks: readonly Block[], now: number): Promise<void> => {
  const { ops } = await engine.apply(blocks, now)
  if (ops.length < blocks.length || ops.some(({ decision }) => decision.outcome !== 'accepted'))
    throw new Error('an op of the workload was not accepted')
}

/** Judges and stores the batches, ms for each. */
const grow = async ({ blocks, now, batchBlocks }: { blocks: readonly Block[]; now: number; batchBlocks: number }) => {
  const engine = engineOf()
  const times: number[] = []
  for (const batch of inBatches(blocks, batchBlocks)) times.push(await timed(() => applyAll(engine, batch, now)))
  return times
}

/** Lets the compiler see the rules at work, on a log of its own in memory. */
const warmUp = async (): Promise<void> => {
  const keys = Array.from({ length: 50 }, (_, index) => coreOf(`warm ${index}`, 'bench'))
  const { log, beginning, ops, now } = writtenLog({ keys, ops: 10_000, blockBytes: 200 })
  const engine = await openEngine({ log, kind: 'repository', store: new MemoryStore(), crypto })
  for (const batch of inBatches([...beginning, ...ops], 256)) await engine.apply(batch, now)
}

/** What the process takes beyond what its heap's garbage does, bytes. */
const memory = () => {
  collectGarbage()
  collectGarbage()
  const { heapUsed, external, rss } = process.memoryUsage()
  return Promise.resolve({ heap: heapUsed + external, rss })
}

const close = async (): Promise<void> => {
  await opened?.folder.close()
  opened = undefined
}

const calls = { reopen, grow, warmUp, memory, close }
export type GrowthProcess = typeof calls

serveCalls(calls)
