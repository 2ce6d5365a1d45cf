import { bundleText, type EvidenceBundle } from '@hypergit/client'
import { coreKey, logId, opId } from '@hypergit/domain'
import { bundlePartLengthMax, bundlePartsMax } from '@hypergit/queues'
import { bundleJobs, problemJob } from './bundle-jobs.js'

const asked = { log: logId('ab'.repeat(32)), kind: 'ban', op: opId('cd'.repeat(32)) } as const
const block = Buffer.alloc(bundlePartLengthMax / 2, 1)

const bundleOf = (blocks: number): EvidenceBundle => ({
  ...asked,
  core: coreKey('ef'.repeat(32)),
  outcome: 'accepted',
  decidedBy: [],
  cores: [
    {
      core: coreKey('ab'.repeat(32)),
      proof: block.subarray(0, 9),
      blocks: Array.from({ length: blocks }, () => block),
    },
  ],
})
const atOnce = (): Promise<void> => Promise.resolve()

describe('Jobs that carry a bundle', () => {
  it.each([1, 5])('are its text, cut where a job is full: %i blocks', async (blocks) => {
    const bundle = bundleOf(blocks)
    const parts = (await bundleJobs(asked, bundle, atOnce)).map(({ part }) => part)
    expect(parts.map((part) => part?.text).join('')).toBe([...bundleText(bundle)].join(''))
    expect(parts.slice(0, -1).every((part) => part?.text.length === bundlePartLengthMax)).toBe(true)
    expect(parts.map((part) => [part?.part, part?.parts])).toEqual(parts.map((_, place) => [place, parts.length]))
  })

  it('are one that says so where it is larger than a mirror hands out', async () => {
    const jobs = await bundleJobs(asked, bundleOf((bundlePartsMax * 3) / 2 + 1), atOnce)
    expect(jobs).toEqual([
      { ...asked, problem: { code: 'unprovable', message: expect.stringContaining('more than 67108864 bytes') } },
    ])
  })

  it('say a long problem as far as it fits', () => {
    expect(problemJob(asked, 'missing', 'x'.repeat(5_000)).problem?.message).toHaveLength(2_000)
  })
})
