import { expect, it } from '@jest/globals'
import { hashedCrypto as crypto, hashedIdentities as identities } from '../testing/hashed-identities.js'
import { parseScenario } from './parse-scenario.js'
import { problemOf } from './run-scenario.js'

const found = (...steps: readonly Readonly<Record<string, unknown>>[]) => {
  const parsed = parseScenario({
    scenario: 'one',
    cores: ['a', 'b'],
    users: ['u'],
    steps: [{ id: 't', by: 'a', action: { type: 'thread.open' } }, ...steps],
  })
  return parsed.ok ? problemOf(parsed.scenario, { crypto, identities, orders: 0, seed: 1 }) : parsed
}
const by = (action: Readonly<Record<string, unknown>>) => found({ id: 'x', by: 'b', action })

it.each([
  [{ type: 'ack', foo: 1 }, 'ack has no field foo'],
  [{ type: 'comment', thread: 'nope' }, 'thread is nope, which is neither a core nor an earlier step'],
  [{ type: 'comment', thread: 'x' }, 'thread is x, which is neither'],
  [{ type: 'mute', target: 'c' }, 'target is c, which is neither'],
  [{ type: 'thread.open', kind: 'bug' }, 'has a value that no block can carry'],
  [{ type: 'identity.claim', user: 'v' }, 'user is v, which is none of the users'],
  [{ type: 'evidence.equivocation', of: 't' }, 'of is "t", which is no step at which a core forked'],
])('a step that cannot be written is a problem of the file: %j', (action, said) => {
  expect(by(action)).toEqual({ problem: expect.stringContaining(said), path: ['steps', 1] })
})

it.each([
  { type: 'comment', thread: 't' },
  { type: 'comment', thread: 't', body: 'x'.repeat(100_000) },
  { type: 'identity.claim', user: 'u' },
  { type: 'thread.close', thread: '0'.repeat(64) },
])('what only breaks the rules is none', (action) => {
  expect(by(action)).toBeUndefined()
})
