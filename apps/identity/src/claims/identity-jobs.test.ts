import { coreKey, logId, opId } from '@hypergit/domain'
import { identitiesMax, jobBytesMax, type Identity } from '@hypergit/queues'
import { identityJobs } from './identity-rows.js'

const said = (number: number, name = 'Ada'): Identity => ({
  log: logId('a'.repeat(64)),
  core: coreKey(String(number).padStart(64, '0')),
  user: logId('d'.repeat(64)),
  state: 'confirmed',
  name,
  claim: opId('c'.repeat(64)),
  link: 'listed',
  version: number,
})
const saidOf = (count: number, name?: string) => Array.from({ length: count }, (_, number) => said(number, name))

describe('jobs about identities', () => {
  test('are none when nothing is to be said, and one for as many as fit', () => {
    expect(identityJobs([])).toEqual([])
    expect(identityJobs(saidOf(identitiesMax))).toEqual([{ identities: saidOf(identitiesMax) }])
  })

  test('say everything once and in order, however many there are', () => {
    const all = saidOf(2 * identitiesMax + 1)
    const jobs = identityJobs(all)
    expect(jobs.map(({ identities }) => identities.length)).toEqual([identitiesMax, identitiesMax, 1])
    expect(jobs.flatMap(({ identities }) => identities)).toEqual(all)
  })

  test('stay below a job’s bytes, also when names are long', () => {
    const all = saidOf(100, '\u{1F980}'.repeat(20_000))
    const jobs = identityJobs(all)
    expect(jobs.length).toBeGreaterThan(1)
    for (const job of jobs) expect(Buffer.byteLength(JSON.stringify(job))).toBeLessThan(jobBytesMax)
    expect(jobs.flatMap(({ identities }) => identities)).toEqual(all)
  })
})
