import { toZ32 } from '@hypergit/domain'
import type { Identity, Profile } from '@hypergit/queues'
import { until } from '@hypergit/testing'
import { accepted, changes, core, id, op, repository, thread } from './made-log.js'
import { operatorToken, type RunningDashboard } from './running-dashboard.js'

/** A repository in which cores claim to be Ada's: her laptop, a desktop that is held, a phone that she disowned, and a squatter who was struck. */
export const log = id.log('alice')
export const ada = id.log('ada')

const claimOf = (name: string) =>
  op(`claim ${name}`, name, { type: 'identity.claim', user: ada, proof: new Uint8Array(3) }, by(name))
const by = (name: string) => ({ author: { core: id.core(name), person: id.core('laptop'), user: ada } })

const identity = (name: string, state: Identity['state'], version: number, more: object = {}) =>
  ({
    log,
    core: id.core(name),
    user: ada,
    state,
    name: 'Ada <b>',
    claim: id.op(`claim ${name}`),
    version,
    ...more,
  }) satisfies Identity

export const profile = (version: number, more: Partial<Profile> = {}): Profile => ({
  user: ada,
  name: 'Ada <b>',
  bio: 'Writes **engines**.<script>document.title=1</script>',
  url: 'javascript:alert(1)',
  contact: 'ada@example.org',
  devices: [
    { core: id.core('ada’s laptop'), name: 'laptop', authorized: true, byPhrase: false, at: 0 },
    { core: id.core('ada’s old one'), name: 'old', authorized: false, byPhrase: true, at: 5_000, revokedAt: 9_000 },
  ],
  devicesTotal: 10_000,
  links: [{ repository: log, core: id.core('laptop'), linked: true }],
  linksTotal: 1,
  following: 'followed',
  version,
  ...more,
})

const issue = op('issue', 'alice', { type: 'thread.open', kind: 'issue', title: 'Crash', body: 'It crashes.' })
const held = {
  outcome: 'held',
  reason: 'unconfirmed',
  rule: 'held',
  explanation: 'Its core is not confirmed as its user’s.',
  decidedBy: [],
} as const
const struck = op(
  'strike',
  'squatter',
  { type: 'identity.pair', core: id.core('laptop') },
  {
    ...by('squatter'),
    decision: { ...accepted, outcome: 'hidden', reason: 'not-permitted', explanation: 'It is somebody else’s core.' },
  },
)
const comment = (name: string, author: string, more: Parameters<typeof op>[3] = {}) =>
  op(name, author, { type: 'comment', thread: issue.id, body: `by ${author}` }, { ...by(author), ...more })
export const heldThread = op(
  'held thread',
  'desktop',
  { type: 'thread.open', kind: 'issue', title: 'Secret for now', body: 'x' },
  { ...by('desktop'), decision: held },
)

const pair = op('pair', 'laptop', { type: 'identity.pair', core: id.core('phone') }, by('laptop'))
const claimants = ['laptop', 'desktop', 'phone', 'squatter']

const records = () =>
  changes('alice', 1, 1, {
    snapshot: 'whole',
    ops: [
      issue,
      ...claimants.map(claimOf),
      pair,
      struck,
      comment('c1', 'laptop'),
      comment('c2', 'desktop', { decision: held }),
      comment('c3', 'phone'),
      comment('c4', 'squatter'),
      op('c5', 'bob', { type: 'comment', thread: issue.id, body: 'by bob' }),
      heldThread,
      op('held mute', 'desktop', { type: 'mute', target: id.core('bob') }, { ...by('desktop'), decision: held }),
    ],
    threads: [thread(issue, 1, { commentCount: 4 }), thread(heldThread, 2, { decision: held })],
    cores: [
      core('alice', { role: 'admin' }),
      core('bob'),
      ...claimants.map((name) => core(name, { user: ada, person: id.core('laptop') })),
    ],
    repository: repository('alice'),
  })

/** Has the dashboard host the repository, and waits until it shows all of it. */
export const tellOfPeople = async ({ origin, operatorOrigin, ...running }: RunningDashboard): Promise<void> => {
  const headers = { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ id: toZ32(log) })
  await fetch(`${operatorOrigin}/api/operator/repositories`, { method: 'POST', headers, body })
  await running.changes.send(records())
  await running.identities.send({
    identities: [
      identity('laptop', 'confirmed', 1, { link: 'listed' }),
      identity('desktop', 'confirmed', 2, { link: 'listed', problem: 'waiting' }),
      identity('phone', 'disowned', 3, { link: 'unlisted' }),
    ],
  })
  await running.identities.send({ identities: [identity('squatter', 'maybe', 4, { problem: 'struck' })] })
  await running.profiles.send({ profiles: [profile(1)] })
  const claims = async () => {
    const answer = await fetch(`${operatorOrigin}/api/operator/claims?problem=all`, { headers })
    return ((await answer.json()) as { items: unknown[] }).items.length
  }
  const isThere = async (path: string) => (await fetch(`${origin}${path}`)).status === 200
  await until(async () => (await claims()) === claimants.length, { what: 'the claims are here' })
  await until(() => isThere(`/u/${toZ32(ada)}`), { what: 'ada is here' })
  await until(() => isThere(`/r/${toZ32(log)}/issues/1`), { what: 'the repository is projected' })
}
