import { coreKey, logId } from '@hypergit/domain'
import type { CoreState } from '@hypergit/log'
import { followingState } from './following-state.js'

const id = logId('ab'.repeat(32))
const bounds = { opsMax: 10, bytesMax: 1_000, devicesMax: 2 }
const times = { nowMs: 5_000, goneAfterMs: 1_000 }

const logWith = (...lengths: readonly number[]) => {
  const cores = lengths.map((length, place) => ({
    core: coreKey(place === 0 ? id : String(place).padStart(64, '0')),
    length,
    byteLength: length * 10,
  })) as unknown as readonly CoreState[]
  return { id, cores: () => cores, core: (core: string) => cores.find((one) => one.core === core) }
}

describe('how the replication of a user log goes', () => {
  test.each([
    ['asked for a moment ago', logWith(), { sinceMs: 4_500, devices: 0 }, 'fetching'],
    ['brought by nobody for long', logWith(), { sinceMs: 4_000, devices: 0 }, 'gone'],
    ['here, however late', logWith(1), { sinceMs: 0, devices: 1 }, 'followed'],
    ['here without its beginning', logWith(0, 3), { sinceMs: 0, devices: 1 }, 'gone'],
    ['as long as is taken', logWith(4, 6), { sinceMs: 0, devices: 2 }, 'over-quota'],
    ['of more devices than are taken', logWith(4), { sinceMs: 0, devices: 3 }, 'over-quota'],
  ] as const)('%s', (_what, log, facts, expected) => {
    expect(followingState(log, facts, bounds, times)).toBe(expected)
  })

  test('of as many bytes as are taken', () => {
    expect(followingState(logWith(4), { sinceMs: 0, devices: 1 }, { ...bounds, bytesMax: 40 }, times)).toBe(
      'over-quota',
    )
  })
})
