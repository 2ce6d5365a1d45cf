import { startLocalBootstrap } from '@hypergit/log'
import { tempDir } from '@hypergit/testing'
import type { BenchOptions } from '../bench.js'
import { type Comparison, measurePairs } from '../measure/pairs.js'
import { inMs, inThousands, inTimes, table, verdictOf } from '../measure/table.js'
import { startWorker, type Worker } from '../processes/worker.js'
import type { CloneProcess } from './clone-process.js'
import type { CloneCase, ServeProcess } from './serve-process.js'

const ratioMax = 1.5
const blockBytes = 200
const cases: readonly CloneCase[] = [
  { cores: 1, ops: 10_000, blockBytes },
  { cores: 1_000, ops: 10_000, blockBytes },
]

/** In a new process with an empty folder. */
const cloneOnce = async (clone: (client: Worker<CloneProcess>, dir: string) => Promise<number>): Promise<number> => {
  const dir = await tempDir('hypergit-bench-clone-')
  const client = await startWorker<CloneProcess>('clone-process.js', import.meta.url)
  try {
    return await clone(client, dir.path)
  } finally {
    await client.stop()
    await dir.remove()
  }
}

const measureCase = async (size: CloneCase, pairs: number): Promise<Comparison> => {
  const dir = await tempDir('hypergit-bench-serve-')
  const dht = await startLocalBootstrap()
  const bootstrap = dht.address
  const server = await startWorker<ServeProcess>('serve-process.js', import.meta.url)
  try {
    const place = { dir: dir.path, bootstrap, size }
    const log = await server.call('serveLog', place)
    const plain = await server.call('servePlain', place)
    return await measurePairs(
      pairs,
      () =>
        cloneOnce(async (client, home) => {
          const doneMs = await client.call('cloneLog', { dir: home, bootstrap, ...log })
          return doneMs - (await server.call('connectedMs'))
        }),
      () =>
        cloneOnce(async (client, home) => {
          const { startMs, doneMs } = await client.call('clonePlain', { dir: home, bootstrap, ...plain })
          return doneMs - startMs
        }),
    )
  } finally {
    await server.stop()
    await dht.stop()
    await dir.remove()
  }
}

/** A cold clone by the client, against plain Hypercore replication of as many blocks of the same size. */
export const cloneBench = async ({ pairs, ops, say }: BenchOptions): Promise<void> => {
  const rows: string[][] = []
  for (const size of cases.filter((one) => one.ops <= ops)) {
    const compared = await measureCase(size, pairs ?? 7)
    rows.push([
      `${inThousands(size.ops)} ops by ${inThousands(size.cores)} ${size.cores === 1 ? 'core' : 'cores'}`,
      inThousands((size.ops / compared.subjectMs) * 1000),
      inMs(compared.subjectMs),
      inMs(compared.referenceMs),
      inTimes(compared),
      verdictOf(compared.ratio, ratioMax),
    ])
  }
  say(table(['cold clone', 'ops/s', 'ms', 'plain Hypercore, ms', 'times', 'target'], rows))
}
