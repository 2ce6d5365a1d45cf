import type { EvidenceEvent } from '../api/evidence.js'
import type { InRepository } from '../api/peer.js'
import { findRepository } from '../peer/find-repository.js'
import type { HomeParts } from '../peer/home-parts.js'
import { findOp } from '../reading/find-op.js'
import { bundleText, inPieces } from './bundle.js'
import type { ProvenEvidence } from './check-evidence.js'
import { collectEvidence } from './collect-evidence.js'
import { inSlices } from './pace.js'

/** Characters in one message. */
const pieceLength = 256 * 1024
/** A home that is served has other things to do meanwhile. */
const sliceMs = 20

const summaryOf = ({ bundle, cores, blocks }: ProvenEvidence): Extract<EvidenceEvent, { kind: 'done' }> => {
  const { kind, log, core, op, outcome, reason, decidedBy } = bundle
  const claim = { kind, log, core, op, outcome, decidedBy, cores, blocks }
  return { kind: 'done', summary: reason === undefined ? claim : { ...claim, reason } }
}

/** A bundle of this home's as text. */
export async function* evidenceStream(
  home: HomeParts,
  { repo, op: ref }: InRepository & { readonly op: string },
): AsyncGenerator<EvidenceEvent> {
  const found = findRepository(home.file, repo)
  if (!found.ok) {
    yield { kind: 'failed', failure: found.failure }
    return
  }
  const { log, engine } = await home.open.get(found.value.id)
  const op = await findOp(engine.queries, ref)
  const collected = op.ok ? await collectEvidence(op.value, { log, queries: engine.queries }, inSlices(sliceMs, 0)) : op
  if (!collected.ok) {
    yield { kind: 'failed', failure: collected.failure }
    return
  }
  for (const text of inPieces(bundleText(collected.value.bundle), pieceLength)) yield { kind: 'text', text }
  yield summaryOf(collected.value)
}
