import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CoreKey, LogId, UserId } from '@hypergit/domain'
import { toZ32 } from '@hypergit/domain'
import { requires, tempDir, until, type TempDir } from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { answered, MirrorApi, startMirror, TestPeer } from './mirror-world.js'
import { mailsOf } from './outbox.js'

const email = 'ada@example.org'

/** A mirror and one person with a home, a repository and a mail address, from nothing to a mail about themselves. */
requires('redis', 'postgres')('a person and a mirror', () => {
  let data: TempDir
  let mirror: RunningMirror
  let api: MirrorApi
  let ada: TestPeer
  let repo: LogId
  let user: UserId
  let core: CoreKey

  beforeAll(async () => {
    data = await tempDir('hypergit-mirror-')
    mirror = await startMirror(data.path, { HYPERGIT_QUEUES: 'redis' })
    api = new MirrorApi(mirror)
    ada = await TestPeer.start(mirror.bootstrap ?? '')
    ;({ id: repo, core } = answered(await ada.peer.createRepository({ name: 'pond' })))
    ada.seed()
    await api.host(repo)
  }, 60_000)
  afterAll(async () => {
    await ada?.close()
    await mirror?.close()
    await data?.remove()
  }, 30_000)

  const bind = (address: string) => ada.peer.bindAddress({ mirrorUrl: mirror.publicUrl, email: address })
  const confirm = async () => {
    const link = await until(
      async () => /http:\S+\/subscriptions\/confirm\/[\w-]+/.exec((await mailsOf(data.path)).join('\n'))?.[0],
      { what: 'the address is asked to confirm' },
    )
    expect(await (await fetch(link)).text()).toContain('Confirm your subscription')
    const confirmed = await fetch(link, { method: 'POST' })
    expect(await confirmed.text()).toContain(`/u/${toZ32(user)}`)
  }
  const identityOf = async () =>
    (
      await api.get<{ author: { identity: string; name?: string } }>(
        `/api/repositories/${toZ32(repo)}/cores/${toZ32(core)}`,
      )
    ).author

  test('nobody binds an address who is nobody', async () => {
    expect(await bind(email)).toMatchObject({ ok: false, failure: { code: 'unknown' } })
  })

  test('an address that a machine of theirs signed for is asked to confirm', async () => {
    ;({ user } = answered(await ada.peer.createUser({ name: 'Ada' })))
    expect(answered(await bind(email))).toEqual({ user, accepted: true })
    await confirm()
    const forged = await fetch(`${mirror.publicUrl}/api/users/${toZ32(user)}/subscriptions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'eve@example.org', challenge: 'x'.repeat(75), proof: 'AAAA' }),
    })
    expect([forged.status, await forged.json()]).toMatchObject([403, { error: { code: 'not-proven' } }])
    // By another name the mirror is another one, as far as a signature goes: nothing is signed.
    const other = mirror.publicUrl.replace(/127\.0\.0\.1|localhost/, (host) =>
      host === 'localhost' ? '127.0.0.1' : 'localhost',
    )
    expect(await ada.peer.bindAddress({ mirrorUrl: other, email })).toMatchObject({
      ok: false,
      failure: { code: 'invalid', message: expect.stringContaining('nothing was signed') },
    })
  }, 30_000)

  test('the mirror shows who they are, and tells them of the claim', async () => {
    answered(await ada.peer.claim({ repo }))
    await until(async () => (await identityOf()).identity === 'confirmed', {
      what: 'the core is confirmed',
      timeoutMs: 30_000,
    })
    expect(await identityOf()).toMatchObject({ identity: 'confirmed', name: 'Ada' })
    const told = await until(
      async () => (await mailsOf(data.path)).find((mail) => mail.includes('A new machine claims to be you')),
      { what: 'the mail about the claim is written', timeoutMs: 20_000 },
    )
    expect(told).toContain(`/r/${toZ32(repo)}/cores/${toZ32(core)}`)
    expect((await mailsOf(data.path)).some((mail) => mail.includes('eve@example.org'))).toBe(false)
    const page = await (await fetch(`${mirror.publicUrl}/u/${toZ32(user)}`)).text()
    expect(page).toMatch(/Ada.*first machine.*pond/s)
  }, 60_000)
})
