import { createHash } from 'node:crypto'
import { bundleText, type EvidenceBundle, inPieces, type Pace } from '@hypergit/client'
import {
  type BundleProblem,
  type BundlesJob,
  bundlePartLengthMax,
  bundlePartsMax,
  type Draft,
  problemLengthMax,
} from '@hypergit/queues'

/** What an answer is an answer to. */
export type Asked = Pick<BundlesJob, 'log' | 'kind' | 'op'>

export const problemJob = (asked: Asked, code: BundleProblem['code'], message: string): Draft<BundlesJob> => ({
  ...asked,
  problem: { code, message: message.slice(0, problemLengthMax) },
})

const tooLarge = `its bundle has more than ${bundlePartsMax * bundlePartLengthMax} bytes, which is more than a mirror hands out`

/** The jobs that carry a bundle, or the one that says that it is too large for them. */
export const bundleJobs = async (
  asked: Asked,
  bundle: EvidenceBundle,
  pace: Pace,
): Promise<readonly Draft<BundlesJob>[]> => {
  const hash = createHash('sha256')
  const texts: string[] = []
  for (const text of inPieces(bundleText(bundle), bundlePartLengthMax)) {
    await pace()
    if (texts.length === bundlePartsMax) return [problemJob(asked, 'unprovable', tooLarge)]
    hash.update(text)
    texts.push(text)
  }
  const digest = hash.digest('hex')
  return texts.map((text, part) => ({ ...asked, part: { digest, part, parts: texts.length, text } }))
}
