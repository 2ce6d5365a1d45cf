import type { EvidenceEvent, EvidenceSummary } from '../src/api/evidence.js'
import type { Peer } from '../src/api/peer.js'
import { bundleText, type EvidenceBundle } from '../src/evidence/bundle.js'
import { checkEvidence } from '../src/evidence/check-evidence.js'
import { parseEvidence } from '../src/evidence/parse-bundle.js'

interface Written {
  readonly text: string
  readonly summary: EvidenceSummary
}

const gather = async (events: AsyncIterable<EvidenceEvent>): Promise<Written> => {
  let text = ''
  for await (const event of events) {
    if (event.kind === 'text') text += event.text
    else if (event.kind === 'done') return { text, summary: event.summary }
    else throw new Error(`${event.failure.code}: ${event.failure.message}`)
  }
  throw new Error('the stream ended without its end')
}

/** The bundle that a peer writes for an op of `demo`. */
export const evidenceOf = (peer: Peer, op: string): Promise<Written> => gather(peer.evidence({ repo: 'demo', op }))

/** The bundle that a text is, or a test's failure. */
export const parsed = (text: string): EvidenceBundle => {
  const result = parseEvidence(text)
  if (!result.ok) throw new Error(result.problem)
  return result.bundle
}

/** What is wrong with a bundle. */
export const problemOf = async (bundle: EvidenceBundle): Promise<string> => {
  // Also by way of its text, which is how it reaches anybody.
  const verdict = await checkEvidence(parsed([...bundleText(bundle)].join('')))
  return verdict.holds ? 'it holds' : verdict.problem
}
