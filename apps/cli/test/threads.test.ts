import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { requires } from '@hypergit/testing'
import { type Machine, setupMsMax, testMsMax, World } from './terminal.js'

const id = expect.stringMatching(/^[a-z0-9]{52}$/)

describe('Threads from the command line', () => {
  let world: World
  let machine: Machine
  beforeEach(async () => {
    world = await World.offline()
    machine = await world.machine()
  }, setupMsMax)
  afterEach(() => world.close())

  test(
    'have the shapes that scripts rely on',
    async () => {
      const created = await machine.json(['repo', 'create', 'demo', '--description', 'A thing', '--offline'])
      expect(created).toEqual({ id, core: created['id'], name: 'demo', link: `hypergit://${String(created['id'])}` })
      const words = ['issue', 'create', 'demo', '-t', 'Crash', '-F', '-', '-l', 'bug,ui', '-a', 'me', '--offline']
      const opened = await machine.json(words, { input: 'It **ends**.\n' })
      expect(opened).toEqual({ op: id, number: 1, published: 0 })
      const op = String(opened['op'])
      const comment = await machine.json(['issue', 'comment', 'demo', op.slice(0, 8), '-b', 'Same here.', '--offline'])
      expect(comment).toEqual({ op: id, published: 0 })
      await machine.json(['comment', 'edit', 'demo', String(comment['op']), '-b', 'Same here, daily.', '--offline'])
      expect(await machine.json(['issue', 'show', 'demo', '1'])).toMatchObject({
        op,
        number: 1,
        title: 'Crash',
        body: 'It **ends**.\n',
        state: 'open',
        labels: ['bug', 'ui'],
        assignees: [created['id']],
        author: { core: created['id'] },
        comments: [{ op: comment['op'], body: 'Same here, daily.', edited: true, outcome: 'accepted' }],
      })
      await machine.json(['issue', 'close', 'demo', '1', '--reason', 'done', '--offline'])
      const [open, closed] = await Promise.all([
        machine.lines(['issue', 'ls', 'demo']),
        machine.lines(['issue', 'ls', 'demo', '-s', 'closed', '-a', 'me', '--search', 'ENDS']),
      ])
      expect(open).toEqual([])
      expect(closed).toMatchObject([{ op, number: 1, state: 'closed' }])
      expect(await machine.json(['status', 'demo'])).toMatchObject({
        mode: 'holder',
        repositories: [{ id: created['id'], role: 'admin', stateHash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      })
    },
    testMsMax,
  )

  test(
    "show a stranger's text without what a terminal would act upon",
    async () => {
      await machine.json(['repo', 'create', 'demo', '--offline'])
      await machine.json(['issue', 'open', 'demo', '-t', 'a\u202Egnp', '-b', '\u001B[2J\u009B31mgone', '--offline'])
      const shown = [
        { words: ['issue', 'list', 'demo'], text: 'gnp' },
        { words: ['issue', 'show', 'demo', '1'], text: 'gone' },
        { words: ['issue', 'show', 'demo', '1', '--json'], text: 'gone' },
        { words: ['log', 'demo'], text: 'gnp' },
      ]
      const printed = await Promise.all(shown.map(({ words }) => machine.run(words)))
      for (const [index, { stdout }] of printed.entries()) {
        expect(['\u001B', '\u009B', '\u202E'].filter((mark) => stdout.includes(mark))).toEqual([])
        expect(stdout).toContain(shown[index]?.text)
      }
    },
    testMsMax,
  )

  requires('git')('in a git checkout', () => {
    test(
      'need no REPO, and a pull request takes branch, commit and remote from it',
      async () => {
        const checkout = join(world.dir.path, 'checkout')
        mkdirSync(checkout)
        const git = (...words: string[]) => execFileSync('git', words, { cwd: checkout, encoding: 'utf8' }).trim()
        git('init', '--quiet', '--initial-branch=main')
        git('remote', 'add', 'origin', 'https://example.org/demo.git')
        const author = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org']
        git(...author, 'commit', '--quiet', '--allow-empty', '-m', 'Begin')
        git('checkout', '--quiet', '-b', 'fix')
        git(...author, 'commit', '--quiet', '--allow-empty', '-m', 'Fix')
        const commit = git('rev-parse', 'HEAD')

        const here = { cwd: checkout }
        const { link } = await machine.json(['repo', 'create', 'demo', '--offline'], here)
        expect(git('config', 'hypergit.repository')).toBe(link)
        expect(await machine.json(['repo', 'show'], here)).toMatchObject({
          view: { gitUrl: 'https://example.org/demo.git' },
        })
        await machine.json(['pr', 'create', '-t', 'Fix it', '-b', '', '--offline'], here)
        expect(await machine.json(['pr', 'view', '1'], here)).toMatchObject({
          pull: { source: { gitUrl: 'https://example.org/demo.git', ref: 'fix' }, commit, targetRef: 'main' },
        })
        expect(await machine.json(['pr', 'checkout', '1'], here)).toEqual({ branch: 'pull/1', commit })
        await machine.json(['pr', 'review', '1', '--verdict', 'approve', '--offline'], here)
        await machine.json(['pr', 'merge', '1', '--commit', commit, '--offline'], here)
        expect(await machine.lines(['pr', 'list', '-s', 'merged'], here)).toMatchObject([
          { number: 1, state: 'merged' },
        ])
      },
      testMsMax,
    )
  })
})
