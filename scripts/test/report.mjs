import { needs } from './needs.mjs'

/**
 * Counts of a run from jest's JSON results. A file that did not even load counts as one failure, since none of its
 * tests is in the results; so does a check outside jest that failed, while one that passed is no test.
 */
export function count(results, checks = []) {
  const tests = results.testResults.flatMap((file) => file.assertionResults)
  const of = (...states) => tests.filter(({ status }) => states.includes(status)).length
  const unloaded = results.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: of('passed'),
    failed: of('failed') + unloaded.length + checks.filter(({ ok }) => !ok).length,
    skipped: of('pending', 'skipped', 'todo', 'disabled'),
  }
}

/** How many tests were skipped for the want of each need, from the `[needs redis]` in their suites' titles. */
export function skippedFor(results) {
  const counts = new Map()
  for (const file of results.testResults) {
    for (const { status, fullName } of file.assertionResults) {
      const named = /\[needs ([a-z, ]+)\]/.exec(fullName)
      if (status === 'passed' || status === 'failed' || named === null) continue
      for (const need of named[1].split(', ')) counts.set(need, (counts.get(need) ?? 0) + 1)
    }
  }
  return counts
}

/** A sentence for each need that the machine lacks: what it is, what is skipped without it, how to get it. */
export function shortfalls(lacking, counts) {
  return lacking.map((need) => {
    const { name, get } = needs[need]
    const tests = counts.get(need) ?? 0
    return `missing: ${name} (${tests} ${tests === 1 ? 'test' : 'tests'} skipped); to get it: ${get}`
  })
}

export const lastLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`
