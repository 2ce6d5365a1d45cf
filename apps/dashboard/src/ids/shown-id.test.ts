import { toZ32 } from '@hypergit/domain'
import { shortName } from './shown-id.js'

const core = toZ32('b1'.repeat(32))

test.each([
  [core, core.slice(0, 8)],
  ['octo', 'octo'],
  ['2.0', '2.0'],
  [`hypergit://${core}`, `hypergit://${core}`],
])('%s is shown as %s', (name, expected) => expect(shortName(name)).toBe(expected))
