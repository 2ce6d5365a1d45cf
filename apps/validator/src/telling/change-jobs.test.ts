import { logId, type OpView } from '@hypergit/domain'
import { changeJobs, emptyPage, snapshotJobs } from './change-jobs.js'

const log = logId('c'.repeat(64))
/** Only its size counts here. */
const opOfBytes = (length: number): OpView => ({ id: 'x'.repeat(length) }) as unknown as OpView
const pageOf = (...ops: OpView[]) => ({ ...emptyPage, ops })

async function* pages(...all: (typeof emptyPage)[]) {
  for (const page of all) yield page
}

const snapshot = async (...all: (typeof emptyPage)[]) => {
  const jobs = []
  for await (const job of snapshotJobs({ log, epoch: 7 }, pages(...all), () => Promise.resolve('hash'))) jobs.push(job)
  return jobs
}

describe('changes of one number', () => {
  test('an empty batch is one job, since numbers have no gaps', () => {
    expect(changeJobs({ log, epoch: 1, number: 3 }, emptyPage)).toMatchObject([
      { number: 3, part: 0, parts: 1, ops: [] },
    ])
  })

  test('a large batch is told in parts of at most a mebibyte, in order', () => {
    const jobs = changeJobs(
      { log, epoch: 1, number: 3 },
      pageOf(...Array.from({ length: 5 }, () => opOfBytes(400_000))),
    )
    expect(jobs.map(({ part, parts, ops }) => [part, parts, ops.length])).toEqual([
      [0, 3, 2],
      [1, 3, 2],
      [2, 3, 1],
    ])
  })
})

describe('a snapshot', () => {
  test('of nothing is whole', async () => {
    expect(await snapshot()).toMatchObject([{ epoch: 7, number: 1, snapshot: 'whole', stateHash: 'hash' }])
  })

  test('of several pages begins, goes on and ends, numbered from 1, and says the hash at its end', async () => {
    const jobs = await snapshot(pageOf(opOfBytes(1)), pageOf(opOfBytes(2)), pageOf(opOfBytes(3)))
    expect(jobs.map(({ number, snapshot, stateHash }) => [number, snapshot, stateHash])).toEqual([
      [1, 'begin', undefined],
      [2, 'part', undefined],
      [3, 'end', 'hash'],
    ])
  })
})
