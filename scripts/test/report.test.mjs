import { forbiddenInCi, missing } from './needs.mjs'
import { count, lastLine, shortfalls, skippedFor } from './report.mjs'

const file = (status, ...tests) => ({
  status,
  assertionResults: tests.map(([state, fullName = 'a test']) => ({ status: state, fullName })),
})

const results = {
  testResults: [
    file('passed', ['passed'], ['passed'], ['pending', 'queues [needs redis] keep order']),
    file('failed', ['failed'], ['todo']),
    file('failed'),
    file('passed', ['pending', 'mirror [needs redis, docker] starts']),
  ],
}

test('a file that does not load and a failed check count as failures', () => {
  expect(count(results, [{ ok: true }, { ok: false }])).toEqual({ passed: 2, failed: 3, skipped: 3 })
})

test('the last line has one form', () => {
  expect(lastLine({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped')
})

test('what is missing is named with what it costs and how to get it', () => {
  const lacking = missing((need) => need !== 'redis' && need !== 'docker')
  expect(shortfalls(lacking, skippedFor(results))).toEqual([
    expect.stringMatching(/^missing: redis-server \(2 tests skipped\); to get it: apt-get install redis-server/),
    expect.stringMatching(/^missing: a Docker engine \(1 test skipped\)/),
  ])
})

test('in CI only a Docker engine and the sample archives may be missing', () => {
  expect(forbiddenInCi(missing(() => false))).toEqual(['redis', 'postgres', 'chromium', 'git'])
})
