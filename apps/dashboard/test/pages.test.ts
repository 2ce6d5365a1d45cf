import { toZ32 } from '@hypergit/domain'
import { launchBrowser, requires, until } from '@hypergit/testing'
import type { Browser, Page } from 'playwright-core'
import { changes, core, id, op, repository, thread } from './made-log.js'
import { operatorToken, runDashboard, type RunningDashboard } from './running-dashboard.js'

const log = toZ32(id.log('alice'))
const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

requires(
  'postgres',
  'redis',
  'chromium',
)('pages in a browser', () => {
  let running: RunningDashboard
  let browser: Browser
  let page: Page
  /** What the browser complained about: refused loads, errors of scripts. */
  const complaints: string[] = []

  const opening = op('issue', 'alice', {
    type: 'thread.open',
    kind: 'issue',
    title: `Crash ${hostile}`,
    body: `It **crashes**.\n\n${hostile}`,
  })
  const shown = op('shown', 'bob', { type: 'comment', thread: opening.id, body: 'Me too' })
  const mute = op('mute', 'alice', { type: 'mute', target: id.core('mallory'), reason: hostile })
  const hidden = op(
    'hidden',
    'mallory',
    { type: 'comment', thread: opening.id, body: 'buy pills' },
    {
      decision: {
        outcome: 'hidden',
        reason: 'muted',
        rule: 'present/muted',
        explanation: 'Its author was muted meanwhile.',
        decidedBy: [mute.id],
      },
    },
  )
  const locked = op('lock', 'alice', { type: 'thread.lock', thread: opening.id, reason: 'heated' })
  const pull = op('pull', 'bob', {
    type: 'thread.open',
    kind: 'pull',
    title: 'Mend it',
    body: '',
    targetRef: 'main',
    source: { gitUrl: 'https://git.example/bob.git', ref: 'mend', commit: 'ab'.repeat(20) },
  })
  const review = op('review', 'alice', {
    type: 'pull.review',
    thread: pull.id,
    commit: 'ab'.repeat(20),
    verdict: 'changes',
    body: 'Not yet',
    lines: [{ path: 'src/a.ts', position: 4, hunk: '@@ -1 +1 @@\n-old\n+new', body: 'Why?' }],
  })

  beforeAll(async () => {
    running = await runDashboard()
    browser = await launchBrowser()
    page = await browser.newPage()
    page.on('console', (message) => (message.type() === 'error' ? void complaints.push(message.text()) : undefined))
    page.on('pageerror', (error) => void complaints.push(error.message))
  })
  afterAll(async () => {
    await browser.close()
    await running.close()
  })

  test('an empty mirror shows the three commands, with its own addresses', async () => {
    await page.goto(running.origin)
    expect(await page.locator('.command').allTextContents()).toEqual([
      'npx hypergit repo create NAME --bootstrap 127.0.0.1:49737',
      'npx hypergit seed --bootstrap 127.0.0.1:49737',
      `npx hypergit mirror add LINK --url ${new URL(running.dashboard.operatorUrl).origin}`,
    ])
    expect(await page.locator('footer').textContent()).toContain('abuse@mirror.example')
  })

  test('the operator signs in, hosts a repository, and signs out', async () => {
    const operator = `http://localhost:${running.dashboard.operatorPort}`
    await page.goto(running.dashboard.operatorUrl)
    await page.fill('#token', 'not the token')
    await page.click('button[type=submit]')
    expect(await page.locator('.notice').textContent()).toContain('not the operator’s token')
    complaints.length = 0
    await page.fill('#token', operatorToken)
    await page.click('button[type=submit]')
    expect(await page.locator('h1').textContent()).toBe('Overview')
    await page.click('text=Repositories')
    await page.fill('#id', `hypergit://${log}`)
    await page.click('text=Host')
    expect(await page.locator('tbody tr').count()).toBe(1)
    for (const name of ['queues', 'peers', 'blacklist', 'outbox']) {
      expect((await page.goto(`${operator}/operator/${name}`))?.status()).toBe(200)
    }
    const cookies = await page.context().cookies()
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
    const forged = await page.request.post(`${operator}/operator/repositories`, {
      form: { id: toZ32(id.log('other')) },
    })
    expect(forged.status()).toBe(403)
    await page.click('text=Sign out')
    expect((await page.goto(`${operator}/operator/queues`))?.url()).toContain('/operator/sign-in')
  })

  test('a thread reads without scripts, and nothing in it runs', async () => {
    await running.changes.send(
      changes('alice', 1, 1, {
        snapshot: 'whole',
        ops: [opening, shown, mute, hidden, locked, pull, review],
        threads: [
          thread(opening, 1, { commentCount: 1, locked: true, labels: ['bug', hostile] }),
          thread(pull, 2, { reviewCount: 1 }),
        ],
        cores: [core('alice', { role: 'admin' }), core('bob'), core('mallory', { muted: true })],
        repository: repository('alice', { issues: { open: 1, closed: 0 } }),
      }),
    )
    const address = `${running.origin}/r/${log}/issues/1`
    await until(async () => (await fetch(address)).status === 200, { what: 'the thread is projected' })
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await plain.goto(address)
    expect(await plain.locator('h1').textContent()).toContain('Crash <img src=x')
    expect(await plain.locator('.timeline .prose').allTextContents()).toEqual(['Me too'])
    expect(await plain.locator('.timeline').textContent()).toMatch(
      /Not shown: hidden: muted Its author was muted meanwhile/,
    )
    expect(await plain.locator('.timeline').textContent()).toContain('locked the thread: heated')
    expect(await plain.locator('main img, main script').count()).toBe(0)
    await plain.context().close()
  })

  test('an open page shows a new comment by itself, where it belongs', async () => {
    await page.goto(`${running.origin}/r/${log}/issues/1`)
    await page.locator('html[data-live=open]').waitFor({ state: 'attached' })
    const fresh = op('fresh', 'bob', { type: 'comment', thread: opening.id, body: 'And again' })
    await running.changes.send(changes('alice', 1, 2, { ops: [fresh] }))
    const arrived = page.locator(`[id="${toZ32(fresh.id)}"]`)
    await arrived.waitFor()
    expect(await arrived.textContent()).toContain('And again')
    expect(await page.locator('#live-note').textContent()).toBe('One new entry')
    expect(await page.title()).toContain('Crash <img')
  })

  test('a review shows its lines, an op why it came out so', async () => {
    await page.goto(`${running.origin}/r/${log}/pulls/2`)
    expect(await page.locator('.review').textContent()).toMatch(/asked for changes.*src\/a\.ts.*position 4.*Why\?/s)
    expect(await page.locator('.hunk-added').textContent()).toBe('+new\n')
    await page.goto(`${running.origin}/r/${log}/ops/${toZ32(hidden.id)}`)
    expect(await page.locator('.verdict').textContent()).toContain('Its author was muted meanwhile.')
    expect(await page.locator(`a[href="/r/${log}/ops/${toZ32(mute.id)}"]`).count()).toBe(1)
    expect(await page.locator('main').textContent()).not.toContain('pills')
  })

  test('lists, repositories, users, search and feeds are there', async () => {
    for (const path of [
      `/r/${log}`,
      `/r/${log}/issues?state=all&q=crashes`,
      `/r/${log}/pulls`,
      `/u/${toZ32(id.core('bob'))}`,
      '/search?q=crashes',
      '/',
    ]) {
      expect([path, (await page.goto(`${running.origin}${path}`))?.status()]).toEqual([path, 200])
      expect(await page.locator('main h1').count()).toBe(1)
    }
    expect((await fetch(`${running.origin}/r/${log}/issues/2`, { redirect: 'manual' })).headers.get('location')).toBe(
      `/r/${log}/pulls/2`,
    )
    const feed = await fetch(`${running.origin}/r/${log}.atom`)
    expect(feed.headers.get('content-type')).toContain('application/atom+xml')
    expect(await feed.text()).toContain('Crash &lt;img')
  })

  test('the browser had nothing to complain about', () => expect(complaints).toEqual([]))
})
