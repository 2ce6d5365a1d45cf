import type { CoreKey, LogId } from '@hypergit/domain'
import { toZ32 } from '@hypergit/domain'
import { scenarioIdentities } from '../src/rules/scenario-identities.js'
import { converged, Homes, ok, serve, write } from './homes.js'

const identities = scenarioIdentities(0)
const user = identities.user('u1')

const claimOf = (repository: LogId, core: CoreKey) =>
  ({ type: 'identity.claim', user, proof: identities.claimProof('u1', repository, core, false) }) as const

describe('A claim', () => {
  let homes: Homes
  beforeEach(async () => {
    homes = await Homes.start()
  })
  afterEach(() => homes.stop())

  /** alice founds `demo` and serves it, the laptop is the first to claim, the desktop is there as well. */
  const claimed = async () => {
    const alice = await homes.open('alice')
    const laptop = await homes.open('laptop')
    const desktop = await homes.open('desktop')
    const { link, id } = await ok(alice.createRepository({ name: 'demo' }))
    await serve(alice)
    const first = await ok(laptop.cloneRepository({ link }))
    const second = await ok(desktop.cloneRepository({ link }))
    await write(laptop, 'demo', claimOf(id, first.core))
    await write(desktop, 'demo', { type: 'ack' })
    return { alice, laptop, desktop, id, first: first.core, second: second.core }
  }

  it('is refused where it would hold back a core that has a role, and says what would help', async () => {
    const { alice, laptop, desktop, id, first, second } = await claimed()
    await write(alice, 'demo', { type: 'role.set', target: second, role: 'collaborator' })
    await serve(desktop)
    await serve(laptop)
    await converged('demo', alice, laptop, desktop)
    const refused = await desktop.write({ repo: 'demo', actions: [claimOf(id, second)] })
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: 'refused', reason: 'unconfirmed', rule: 'identity.claim' },
    })
    if (refused.ok || refused.failure.code !== 'refused') throw new Error('it was written')
    expect(refused.failure.message).toContain(toZ32(first))
    expect(refused.failure.message).toContain('collaborator')
    expect(refused.failure.help).toContain(toZ32(first))

    // Without the role nothing is lost by waiting.
    await write(alice, 'demo', { type: 'role.set', target: second, role: 'normal' })
    await converged('demo', alice, laptop, desktop)
    await write(desktop, 'demo', claimOf(id, second))
  })

  it('is taken from the founding core, which is first-linked from then on, and from the user’s first core', async () => {
    const { alice, laptop, id, first } = await claimed()
    const { repositories } = await ok(alice.status({ repo: 'demo' }))
    const founder = repositories[0]?.core
    if (founder === undefined) throw new Error('alice has no core')
    await write(alice, 'demo', { type: 'role.set', target: first, role: 'collaborator' })
    await serve(laptop)
    await converged('demo', alice, laptop)
    await write(laptop, 'demo', claimOf(id, first))
    await write(alice, 'demo', claimOf(id, founder))
  })
})
