import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  emptyRedis,
  requires,
  spawnProcess,
  startDht,
  startPostgres,
  startRedis,
  startSmtp,
  tempDir,
  type LocalDht,
  type PostgresServer,
  type RedisServer,
  type SmtpTestServer,
  type TempDir,
} from '@hypergit/testing'
import { checkout } from './compose-file.js'
import { ComposeWorld } from './compose-world.js'
import { answered, MirrorApi, TestPeer } from './mirror-world.js'

const examples = join(checkout, 'examples')
const operatorToken = 'a-token-of-the-owner-for-this-test-only'

/** How long the other validator may take, ms: a lease's life and the work itself. */
const takeoverMsMax = 20_000

requires('redis', 'postgres')('the services of docker-compose.yml as processes', () => {
  let data: TempDir
  let redis: RedisServer
  let postgres: PostgresServer
  let smtp: SmtpTestServer
  let dht: LocalDht
  let world: ComposeWorld
  let api: MirrorApi

  beforeAll(async () => {
    data = await tempDir('hypergit-compose-')
    const outbox = join(data.path, 'mails')
    await mkdir(outbox)
    ;[redis, postgres, smtp, dht] = await Promise.all([
      startRedis(),
      startPostgres(),
      startSmtp({ folder: outbox }),
      startDht(),
    ])
    const backing = { databaseUrl: await postgres.database(), redisUrl: redis.url, smtpUrl: smtp.url }
    world = await ComposeWorld.open(data.path, backing, {
      POSTGRES_PASSWORD: 'in-the-url-of-this-test',
      HYPERGIT_INTERNAL_TOKEN: 'a-token-between-services-for-this-test',
      HYPERGIT_OPERATOR_TOKEN: operatorToken,
      HYPERGIT_BOOTSTRAP: dht.address,
      MAIL_HOLD_MS: '500',
    })
    // All at once, as compose starts them.
    await Promise.all([
      ...world.names.map((name) => world.start(name)),
      world.start('validator', 2),
      world.start('notifier', 2),
    ])
    api = new MirrorApi({ publicUrl: world.publicUrl, operatorUrl: world.operatorUrl, setupToken: operatorToken })
  }, 120_000)

  afterAll(async () => {
    await world?.stop()
    await dht?.stop()
    await smtp?.stop()
    await redis?.stop()
    await postgres?.stop()
    await data?.remove()
  }, 60_000)

  test('walk steps 1 to 4 with Redis emptied in the middle of the third', async () => {
    const file = join(data.path, 'mirror.json')
    const { publicUrl, operatorUrl } = world
    await writeFile(file, JSON.stringify({ publicUrl, operatorUrl, bootstrap: dht.address, setupToken: operatorToken }))
    const walk = await spawnProcess(process.execPath, [
      join(examples, 'public-mirror.mjs'),
      join(examples, 'tide-tables.json'),
      '--steps',
      '1-4',
      '--mirror',
      file,
      '--outbox',
      join(data.path, 'mails'),
    ])
    try {
      await walk.line(/^3 · the second peer is muted while it is offline/, 120_000)
      await emptyRedis(redis.url)
      await walk.line(/^3 · its client refuses/, 120_000)
      await emptyRedis(redis.url)
      const { code } = await walk.exited
      if (code !== 0) throw new Error([...walk.stdout, ...walk.stderr].join('\n'))
    } finally {
      await walk.stop()
    }
    expect(walk.stdout.join('\n')).toContain('1 · its API shows the file: 4 issues, 3 pulls, 4 people')
    expect(walk.stdout.at(-1)).toBe('steps 1-4 passed')
    const ids = smtp.mails.map(({ parsed }) => parsed.messageId)
    expect(new Set(ids).size).toBe(ids.length)
  }, 300_000)

  test('either validator takes over from the other within 20 seconds', async () => {
    const alice = await TestPeer.start(dht.address)
    try {
      const repo = answered(await alice.peer.createRepository({ name: 'taken-over' })).id
      alice.seed()
      await api.host(repo)
      const [opened] = await alice.write(repo, { type: 'thread.open', kind: 'issue', title: 'Crash', body: '' })
      if (opened === undefined) throw new Error('nothing was written')
      await api.agrees(alice, repo, 30_000)
      for (const replica of [1, 2]) {
        await world.kill('validator', replica)
        await alice.write(repo, { type: 'comment', thread: opened.op, body: `without validator ${replica}` })
        await api.agrees(alice, repo, takeoverMsMax)
        await world.start('validator', replica)
      }
      expect(await api.comments(repo, '1')).toHaveLength(2)
    } finally {
      await alice.close()
    }
  }, 150_000)
})
