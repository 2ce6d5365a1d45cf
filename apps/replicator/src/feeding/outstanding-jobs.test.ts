import { coreKey } from '@hypergit/domain'
import { OutstandingJobs } from './outstanding-jobs.js'

const [a, b] = [coreKey('a'.repeat(64)), coreKey('b'.repeat(64))]

describe('OutstandingJobs', () => {
  let jobs: OutstandingJobs
  beforeEach(() => {
    jobs = new OutstandingJobs()
    jobs.add(
      new Map([
        [a, 5],
        [b, 2],
      ]),
      1_000,
    )
    jobs.add(new Map([[a, 9]]), 2_000)
  })

  test('a job is answered when all of its cores are', () => {
    expect(jobs.answered(a, 5)).toEqual([])
    expect(jobs.size).toBe(2)
    expect(jobs.answered(b, 7)).toEqual([1_000])
    expect(jobs.size).toBe(1)
    expect(jobs.concerns(b)).toBe(false)
    jobs.answered(a, 9)
    expect(jobs.size).toBe(0)
  })

  test('what came to nothing is waited for no more', () => {
    jobs.refused(a, 5)
    expect(jobs.size).toBe(1)
    jobs.answered(a, 5)
    jobs.answered(b, 2)
    expect(jobs.size).toBe(0)
  })

  test('jobs without an answer are given up by age', () => {
    expect(jobs.giveUp(1_500, () => false)).toBe(1)
    expect(jobs.size).toBe(1)
  })

  test('but not those that are still in line', () => {
    expect(jobs.giveUp(2_500, (sentAtMs) => sentAtMs === 2_000)).toBe(1)
    expect(jobs.size).toBe(1)
  })
})
