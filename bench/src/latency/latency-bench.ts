import { startLocalBootstrap } from '@hypergit/log'
import { tempDir } from '@hypergit/testing'
import type { BenchOptions } from '../bench.js'
import { median, percentile } from '../measure/statistics.js'
import { inMs, inThousands, table, verdictOf } from '../measure/table.js'
import { startWorker, type Worker } from '../processes/worker.js'
import type { ReaderProcess } from './reader-process.js'
import type { WriterProcess } from './writer-process.js'

const ratioMax = 3
const appendsDefault = 400
/** Appends until code is compiled and caches are filled. */
const warmUpAppends = 50

interface Samples {
  readonly accepted: number[]
  readonly arrived: number[]
}

const acceptedAfterMs = async (writer: Worker<WriterProcess>, reader: Worker<ReaderProcess>): Promise<number> => {
  const { startMs, op } = await writer.call('comment')
  return (await reader.call('acceptedMs', { op })) - startMs
}

const arrivedAfterMs = async (writer: Worker<WriterProcess>, reader: Worker<ReaderProcess>): Promise<number> => {
  const { startMs, index } = await writer.call('append')
  return (await reader.call('arrivedMs', { index })) - startMs
}

/** One append to each in turn, the next when the last has arrived. */
const measure = async (
  writer: Worker<WriterProcess>,
  reader: Worker<ReaderProcess>,
  appends: number,
): Promise<Samples> => {
  const samples: Samples = { accepted: [], arrived: [] }
  for (let append = -warmUpAppends; append < appends; append++) {
    const accepted = await acceptedAfterMs(writer, reader)
    const arrived = await arrivedAfterMs(writer, reader)
    if (append < 0) continue
    samples.accepted.push(accepted)
    samples.arrived.push(arrived)
  }
  return samples
}

const measured = async (appends: number): Promise<Samples> => {
  const dir = await tempDir('hypergit-bench-latency-')
  const dht = await startLocalBootstrap()
  const place = { dir: dir.path, bootstrap: dht.address }
  const writer = await startWorker<WriterProcess>('writer-process.js', import.meta.url)
  const reader = await startWorker<ReaderProcess>('reader-process.js', import.meta.url)
  try {
    const { link } = await writer.call('openRepository', place)
    await reader.call('cloneRepository', { ...place, link })
    const core = await writer.call('openCore', place)
    await reader.call('followCore', { ...place, ...core })
    return await measure(writer, reader, appends)
  } finally {
    await reader.stop()
    await writer.stop()
    await dht.stop()
    await dir.remove()
  }
}

/** From an append on one peer until another has accepted it, against a plain Hypercore's append until the block is there. */
export const latencyBench = async ({ pairs, say }: BenchOptions): Promise<void> => {
  const { accepted, arrived } = await measured(pairs ?? appendsDefault)
  const row = (name: string, of: (samples: readonly number[]) => number): string[] => {
    const ratio = of(accepted) / of(arrived)
    return [name, inMs(of(accepted)), inMs(of(arrived)), ratio.toFixed(2), verdictOf(ratio, ratioMax)]
  }
  say(
    table(
      [`${inThousands(accepted.length)} appends`, 'accepted, ms', 'plain Hypercore, ms', 'times', 'target'],
      [row('median', median), row('99 of 100', (samples) => percentile(samples, 0.99))],
    ),
  )
}
