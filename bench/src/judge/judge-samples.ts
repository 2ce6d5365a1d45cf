import { join } from 'node:path'
import { type Block, type DomainCrypto, type LogEngine, type LogStore, openEngine, type Write } from '@hypergit/domain'
import { trustingCrypto } from '@hypergit/domain/testing'
import { StoreFolder } from '@hypergit/store'
import { tempDir } from '@hypergit/testing'
import { collectGarbage, timed } from '../measure/pairs.js'
import { inBatches, type WrittenLog } from '../workload/written-log.js'
import { BareHyperDb, bareBatch } from './bare-hyperdb.js'
import { CapturingStore } from './capturing-store.js'

/** The workload holds no proofs, so none is verified. */
const crypto: DomainCrypto = trustingCrypto

const applyBatch = async (engine: LogEngine, batch: readonly Block[], now: number): Promise<void> => {
  const { ops } = await engine.apply(batch, now)
  const refused = ops.find(({ decision }) => decision.outcome !== 'accepted')
  if (refused !== undefined) throw new Error(`an op of the workload is ${refused.decision.outcome}`)
}

const openBegun = async (written: WrittenLog, store: LogStore): Promise<LogEngine> => {
  const engine = await openEngine({ log: written.log, kind: 'repository', store, crypto })
  await applyBatch(engine, written.beginning, written.now)
  return engine
}

const inFolder = async <Result>(work: (dir: string) => Promise<Result>): Promise<Result> => {
  const dir = await tempDir('hypergit-bench-')
  try {
    return await work(dir.path)
  } finally {
    await dir.remove()
  }
}

const withStore = <Result>(
  dir: string,
  written: WrittenLog,
  work: (store: LogStore) => Promise<Result>,
): Promise<Result> =>
  StoreFolder.open(join(dir, 'store')).then(async (folder) => {
    try {
      return await work(await folder.openLog(written.log))
    } finally {
      await folder.close()
    }
  })

/** What the engine commits for the log: first its beginning, then a batch of writes for each batch of ops. */
export interface Captured {
  readonly beginning: readonly (readonly Write[])[]
  readonly batches: readonly (readonly Write[])[]
}

export const capture = (written: WrittenLog, blocksMax: number): Promise<Captured> =>
  inFolder((dir) =>
    withStore(dir, written, async (inner) => {
      const store = new CapturingStore(inner)
      const engine = await openBegun(written, store)
      const begins = store.batches.length
      for (const batch of inBatches(written.ops, blocksMax)) await applyBatch(engine, batch, written.now)
      return { beginning: store.batches.slice(0, begins), batches: store.batches.slice(begins) }
    }),
  )

/** How long each batch took, ms. */
export interface Round {
  readonly judged: readonly number[]
  readonly written: readonly number[]
}

/**
 * Judges and stores the log from its beginning, and then writes the same records to bare HyperDB in the same batches: one after the other, since neither
 * finds what it uses at hand where they take turns within a round.
 */
export const judgeRound = (log: WrittenLog, { beginning, batches }: Captured, blocksMax: number): Promise<Round> =>
  inFolder((dir) =>
    withStore(dir, log, async (store) => {
      const engine = await openBegun(log, store)
      const bare = await BareHyperDb.open(join(dir, 'bare'))
      try {
        for (const batch of beginning) await bare.commit(bareBatch(batch))
        const judged: number[] = []
        const written: number[] = []
        collectGarbage()
        for (const batch of inBatches(log.ops, blocksMax))
          judged.push(await timed(() => applyBatch(engine, batch, log.now)))
        collectGarbage()
        for (const batch of batches) {
          const records = bareBatch(batch)
          written.push(await timed(() => bare.commit(records)))
        }
        return { judged, written }
      } finally {
        await bare.close()
      }
    }),
  )
