import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  launchBrowser,
  requires,
  spawnProcess,
  tempDir,
  until,
  type SpawnedProcess,
  type TempDir,
} from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { MirrorApi } from './mirror-world.js'

const root = join(import.meta.dirname, '..', '..', '..')

interface Shown {
  readonly id: string
  readonly roles: readonly { readonly role: string }[]
  readonly muted: readonly unknown[]
  readonly blacklist: readonly { readonly explanation: string }[]
  readonly issues: { readonly open: number; readonly closed: number }
  readonly pulls: { readonly open: number; readonly merged: number }
}

interface Listed {
  readonly items: readonly {
    readonly id: string
    readonly number: number
    readonly title: string
    readonly locked: boolean
  }[]
}

requires('redis', 'chromium')('npm start -- --demo', () => {
  let data: TempDir
  let running: SpawnedProcess
  let url: string
  let api: MirrorApi

  const file = async (): Promise<RunningMirror & { readonly pid: number }> =>
    JSON.parse(await readFile(join(data.path, 'mirror.json'), 'utf8')) as RunningMirror & { readonly pid: number }
  const start = async (): Promise<void> => {
    running = await spawnProcess('npm', ['start', '--', '--demo', '--port', '0', '--data', data.path], { cwd: root })
    const [, ready] = await running.line(/^hypergit mirror ready (\S+)$/, 120_000)
    url = ready ?? ''
    api = new MirrorApi(await file())
  }
  const stop = async () => {
    process.kill((await file()).pid, 'SIGTERM')
    return running.exited
  }
  const repository = async (): Promise<Shown> => {
    const { items } = await api.get<Listed>('/api/repositories')
    return api.get(`/api/repositories/${items[0]?.id}`)
  }
  const readings = async (): Promise<number> => {
    const { id } = await repository()
    const { comments } = await api.get<{ comments: readonly unknown[] }>(`/api/repositories/${id}/threads/30`)
    return comments.length
  }

  beforeAll(async () => {
    data = await tempDir('hypergit-demo-')
    await start()
  }, 150_000)

  afterAll(async () => {
    await running?.stop()
    await data?.remove()
  }, 30_000)

  test('hosts the sample with everything that it is to show', async () => {
    const shown = await repository()
    expect(shown.roles.map(({ role }) => role).toSorted()).toEqual(['admin', 'collaborator'])
    expect(shown.muted).toHaveLength(1)
    expect(shown.blacklist).toEqual([expect.objectContaining({ explanation: expect.stringContaining('locked') })])
    expect(shown.pulls.merged).toBeGreaterThan(0)
    const { items } = await api.get<Listed>(`/api/repositories/${shown.id}/threads?state=all&limit=200`)
    expect(items.filter(({ locked }) => locked)).toHaveLength(1)
    const muted = items.find(({ title }) => title === 'Which chart datum do we show?')
    const { comments } = await api.get<{ comments: readonly { outcome: string; reason?: string }[] }>(
      `/api/repositories/${shown.id}/threads/${muted?.number}`,
    )
    expect(comments.filter(({ outcome }) => outcome === 'hidden')).toEqual([
      expect.objectContaining({ reason: 'muted' }),
    ])
    await until(async () => (await readings()) > 0, { what: 'the first reading is shown' })
    const threads = await repository()
    expect(threads.issues.open + threads.issues.closed + threads.pulls.open + threads.pulls.merged).toBe(30)
  }, 30_000)

  test('an open page shows the next reading by itself', async () => {
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      await page.goto(url)
      await page.getByRole('link', { name: 'tidepool' }).click()
      await page.getByRole('link', { name: /^Issues/ }).click()
      await page.getByRole('link', { name: 'Readings from the pier' }).click()
      const comments = page.getByText(/water \d\.\d\d m/)
      await comments.first().waitFor()
      const before = await comments.count()
      await until(async () => (await comments.count()) > before, { what: 'another reading', timeoutMs: 40_000 })
    } finally {
      await browser.close()
    }
  }, 70_000)

  test('goes on with the same repository when it is started again', async () => {
    const { id } = await repository()
    const before = await readings()
    expect(await stop()).toMatchObject({ code: 0 })
    await start()
    expect((await repository()).id).toBe(id)
    await until(async () => (await readings()) > before, { what: 'another reading', timeoutMs: 30_000 })
  }, 150_000)

  test('stays off the public DHT', async () => {
    await stop()
    const main = join(root, 'apps', 'mirror', 'dist', 'main.js')
    const outside = await spawnProcess(process.execPath, [main, '--port', '0', '--data', data.path])
    expect(await outside.exited).toMatchObject({ code: 1 })
    expect(outside.stderr.join('\n')).toContain('holds the demo')
  }, 60_000)
})
