import { join } from 'node:path'
import { spawnProcess } from '@hypergit/testing'
import type { Answer } from '../src/api/failure.js'
import type { Peer } from '../src/api/peer.js'
import type { Written } from '../src/api/writing.js'
import { Homes, ok, write } from './homes.js'

const script = (name: string): string => join(import.meta.dirname, name)

const comments = async (peer: Peer) =>
  (await ok(peer.thread({ repo: 'demo', thread: '1' }))).entries.map(({ id }) => id as string)

describe('Processes that share a home', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  const founded = async () => {
    const peer = await homes.open('home')
    await ok(peer.createRepository({ name: 'demo', offline: true }))
    const { op } = await write(
      peer,
      'demo',
      { type: 'thread.open', kind: 'issue', title: 'crash', body: '' },
      { offline: true },
    )
    return { peer, thread: op }
  }

  const run = async (thread: string, count: number) => {
    const processes = await Promise.all(
      Array.from({ length: count }, (_, n) =>
        spawnProcess(process.execPath, [
          script('one-command.mjs'),
          homes.path('home'),
          homes.bootstrap,
          'demo',
          `${n}`,
          thread,
        ]),
      ),
    )
    return Promise.all(
      processes.map(async ({ stdout, stderr, exited }) => {
        const { code } = await exited
        if (code !== 0) throw new Error(stderr.join('\n'))
        const { answer, mode } = JSON.parse(stdout.join('')) as { mode: string; answer: Answer<Written> }
        if (!answer.ok) throw new Error(answer.failure.message)
        return { mode, op: answer.value.ops[0]?.op as string }
      }),
    )
  }

  it('lose nothing and fork nothing: twenty commands at once, the home free', async () => {
    const { peer, thread } = await founded()
    await homes.close(peer)
    const written = await run(thread, 20)
    const again = await homes.open('home')
    expect((await comments(again)).sort()).toEqual(written.map(({ op }) => op).sort())
    const [status] = (await ok(again.status({ repo: 'demo' }))).repositories
    expect(status?.heads).toMatchObject([{ length: 22 }])
  }, 60_000)

  it('go through the one that holds it', async () => {
    const { peer, thread } = await founded()
    const written = await run(thread, 5)
    expect(new Set(written.map(({ mode }) => mode))).toEqual(new Set(['guest']))
    expect((await comments(peer)).sort()).toEqual(written.map(({ op }) => op).sort())
  }, 60_000)

  it('keep what was acknowledged when one is killed in the middle of an append', async () => {
    const { peer, thread } = await founded()
    await homes.close(peer)
    const writer = await spawnProcess(process.execPath, [
      script('appending-forever.mjs'),
      homes.path('home'),
      'demo',
      thread,
    ])
    await writer.line(/^[0-9a-f]{64}$/)
    await new Promise((resolve) => setImmediate(resolve))
    await writer.kill()
    const again = await homes.open('home')
    const acknowledged = writer.stdout.filter((line) => /^[0-9a-f]{64}$/.test(line))
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(await comments(again)).toEqual(expect.arrayContaining(acknowledged))
    const { number } = await write(
      again,
      'demo',
      { type: 'thread.open', kind: 'issue', title: 'on', body: '' },
      { offline: true },
    )
    expect(number).toBe(2)
  }, 60_000)

  it('take a home over from a holder that ends, in the middle of following its log', async () => {
    const { peer, thread } = await founded()
    const guest = await homes.open('home')
    expect([peer.mode, guest.mode]).toEqual(['holder', 'guest'])
    const seen: string[] = []
    const following = (async () => {
      for await (const entry of guest.log({ repo: 'demo', follow: true })) {
        if (entry.kind === 'op') seen.push(entry.op.id)
        if (seen.length === 4) return
      }
    })()
    const first = await write(peer, 'demo', { type: 'comment', thread, body: 'one' }, { offline: true })
    await homes.close(peer)
    const second = await write(guest, 'demo', { type: 'comment', thread, body: 'two' }, { offline: true })
    expect(guest.mode).toBe('holder')
    await following
    expect(seen.slice(1)).toEqual([thread, first.op, second.op])
  })
})
