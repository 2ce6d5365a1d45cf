import { until } from '@hypergit/testing'
import { type Json, type Machine, setupMsMax, testMsMax, World } from './terminal.js'

const stateHash = async (machine: Machine): Promise<unknown> => {
  const { repositories } = await machine.json(['status', 'demo'])
  return (repositories as Json[])[0]?.['stateHash']
}

describe('Two homes on a local DHT', () => {
  let world: World
  let alice: Machine
  let bob: Machine
  beforeEach(async () => {
    world = await World.online()
    alice = await world.machine()
    bob = await world.machine()
  }, setupMsMax)
  afterEach(() => world.close())

  test(
    'share a repository, moderate it, and end in one state',
    async () => {
      const { link } = await alice.json(['repo', 'create', 'demo', '--offline'])
      await alice.json(['issue', 'open', 'demo', '-t', 'Crash', '-b', 'At once.', '--offline'])
      const seed = await alice.start(['seed', '--json'])
      await seed.line(/"serving"/)
      const follow = await alice.start(['log', 'demo', '--follow', '--json'])
      await follow.line(/"thread\.open"/)

      const clone = await bob.json(['repo', 'clone', String(link)])
      expect(clone).toMatchObject({ link, name: 'demo', core: expect.stringMatching(/^[a-z0-9]{52}$/) })
      const core = String(clone['core'])
      const comment = await bob.json(['issue', 'comment', 'demo', '1', '-b', 'Me too.'])
      // A write does not wait long for peers; on a busy machine the next sync brings it.
      expect(comment).toEqual({ op: expect.stringMatching(/^[a-z0-9]{52}$/), published: expect.any(Number) })
      if (comment['published'] === 0) await bob.lines(['sync', 'demo', '--wait', '30'])
      await follow.line(new RegExp(`"type":"comment"`))

      const refused = await bob.json(['issue', 'lock', 'demo', '1'], { code: 1 })
      expect(refused).toMatchObject({ error: { code: 'refused', reason: 'not-permitted', rule: 'thread.lock' } })

      const rights = await bob.json(['repo', 'capabilities', 'demo'])
      expect(rights).toMatchObject({ core, person: core, role: 'normal' })
      expect((rights['capabilities'] as Json[])[0]).toEqual({
        capability: 'merge',
        declared: false,
        remote: 'unknown',
        allowed: false,
        whyNot: expect.stringContaining('By default normal users do not have merge'),
        note: expect.stringContaining('not asked'),
      })

      const late = await bob.json(['issue', 'comment', 'demo', '1', '-b', 'Late.', '--offline'])
      const mute = await alice.json(['mute', core, '-R', 'demo', '--reason', 'spam'])
      expect(mute['op']).toMatch(/^[a-z0-9]{52}$/)
      const [synced] = await bob.lines(['sync', 'demo', '--wait', '30'])
      expect(synced).toMatchObject({ complete: true, repositories: [{ name: 'demo', missing: 0 }] })
      expect(await bob.json(['why', 'demo', String(late['op'])])).toMatchObject({
        outcome: 'hidden',
        reason: 'muted',
        decidedBy: [mute['op']],
      })
      expect(await bob.json(['issue', 'comment', 'demo', '1', '-b', 'Again.'], { code: 1 })).toMatchObject({
        error: { code: 'refused', reason: 'muted', decidedBy: [mute['op']], help: expect.stringContaining('unmute') },
      })
      const said = await bob.run(['issue', 'comment', 'demo', '1', '-b', 'Again.'])
      expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('muted') })

      await until(async () => (await stateHash(alice)) === (await stateHash(bob)), { what: 'both have one state' })
      expect(await seed.stop('SIGINT')).toEqual({ code: 0, signal: null })
      expect(await follow.stop('SIGTERM')).toEqual({ code: 0, signal: null })
    },
    testMsMax,
  )

  test(
    'say that nobody answered, and keep what is new',
    async () => {
      await alice.json(['repo', 'create', 'demo', '--offline'])
      const lines = await alice.lines(['sync', '--wait', '0.5'], { code: 1 })
      expect(lines).toMatchObject([
        { complete: false, repositories: [{ peers: 0 }] },
        { error: { code: 'incomplete', message: expect.stringContaining('nobody who has demo answered') } },
      ])
      const unknown = `hypergit://${'y'.repeat(51)}o`
      expect(await bob.json(['repo', 'clone', unknown, '--wait', '0.5'], { code: 1 })).toMatchObject({
        error: { code: 'unreachable' },
      })
      expect(await bob.lines(['repo', 'list'])).toEqual([])
    },
    testMsMax,
  )
})
