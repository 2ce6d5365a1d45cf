import { setTimeout as after } from 'node:timers/promises'
import { toZ32 } from '@hypergit/domain'
import { spawnProcess, tempDir, until } from '@hypergit/testing'
import type { BenchOptions } from '../bench.js'
import { inMiB, inThousands, table } from '../measure/table.js'
import { startWorker } from '../processes/worker.js'
import type { AuthorProcess } from './author-process.js'
import { type MeasuredMirror, startServices, startWhole } from './measured-mirror.js'
import { totalOf, type Usage, usageOf } from './process-usage.js'

const hostedDefault = 1_000
const settleMs = 15_000
const observeMs = 20_000
const hostingMsMax = 600_000

const measure = async ({ parts }: MeasuredMirror): Promise<readonly Usage[]> => {
  await after(settleMs)
  return Promise.all(parts.map(async ({ pid, isProgram }) => totalOf(await usageOf(pid, observeMs), isProgram)))
}

const host = async ({ operatorUrl, token }: MeasuredMirror, id: string): Promise<void> => {
  const response = await fetch(new URL('/api/operator/repositories', operatorUrl), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
  })
  if (!response.ok) throw new Error(`the mirror answered ${response.status}: ${await response.text()}`)
}

/** Whether pages show the repository with its issue. */
const isShown = async ({ publicUrl }: MeasuredMirror, id: string): Promise<boolean> => {
  const response = await fetch(new URL(`/api/repositories/${id}`, publicUrl))
  if (!response.ok) return false
  const { threads } = (await response.json()) as { threads: { open: number } }
  return threads.open === 1
}

/** Has the mirror host repositories that it fetches from a peer, which then leaves. */
const hostRepositories = async (mirror: MeasuredMirror, count: number): Promise<void> => {
  const home = await tempDir('hypergit-bench-author-')
  const author = await startWorker<AuthorProcess>('author-process.js', import.meta.url)
  try {
    const wanted = { home: home.path, bootstrap: mirror.bootstrap, repositories: count }
    const ids = (await author.call('serveRepositories', wanted)).map((id) => toZ32(id))
    for (const id of ids) await host(mirror, id)
    const waiting = new Set(ids)
    await until(
      async () => {
        for (const id of waiting) {
          if (!(await isShown(mirror, id))) return false
          waiting.delete(id)
        }
        return true
      },
      { what: 'the mirror shows all repositories', timeoutMs: hostingMsMax, everyMs: 500 },
    )
  } finally {
    await author.stop()
    await home.remove()
  }
}

/** What a Node process takes that does nothing at all: the least that any service could. */
const bareNodeBytes = async (): Promise<number> => {
  const bare = await spawnProcess(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  try {
    await after(2_000)
    return totalOf(await usageOf(bare.pid, 1_000), () => true).memoryBytes
  } finally {
    await bare.stop()
  }
}

const inPercent = (share: number): string => `${(share * 100).toFixed(1)} %`

const nothing: Usage = { memoryBytes: 0, processor: 0 }

/** What a mirror takes while nothing happens, part by part: empty, and with repositories that it has fetched and nobody writes to. */
export const memoryBench = async ({ ops, say }: BenchOptions): Promise<void> => {
  const count = Math.min(hostedDefault, ops)
  const bareBytes = await bareNodeBytes()
  const rows: string[][] = []
  for (const start of [() => startWhole(), startServices]) {
    const mirror = await start()
    try {
      const idle = await measure(mirror)
      await hostRepositories(mirror, count)
      const hosting = await measure(mirror)
      for (const [index, { name }] of mirror.parts.entries()) {
        const before = idle[index] ?? nothing
        const now = hosting[index] ?? nothing
        // Without a redis-server on the PATH there is no such part.
        if (now.memoryBytes === 0) continue
        rows.push([
          mirror.name,
          name,
          inMiB(before.memoryBytes),
          (before.memoryBytes / bareBytes).toFixed(1),
          inPercent(before.processor),
          inMiB(now.memoryBytes),
          (now.memoryBytes / before.memoryBytes).toFixed(2),
          inThousands((now.memoryBytes - before.memoryBytes) / 1024 / count),
          inPercent(now.processor),
        ])
      }
    } finally {
      await mirror.stop()
    }
  }
  const hosted = `${inThousands(count)} hosted`
  say(`A Node process that does nothing takes ${inMiB(bareBytes)} MiB here.\n`)
  say(
    table(
      ['as', 'part', 'MiB idle', 'times bare', 'CPU', `MiB, ${hosted}`, 'times idle', 'KiB a repository', 'CPU'],
      rows,
    ),
  )
}
