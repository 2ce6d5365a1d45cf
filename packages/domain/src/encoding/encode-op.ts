import type { Blake2b256 } from '../engine.js'
import { actionProblem } from './action-problem.js'
import { bodyHash } from './block-id.js'
import { joinPurged, joinWhole, splitBlock } from './block-layout.js'
import { bodyParts, headerParts, type Envelope } from './envelope-parts.js'
import { contentProblem, positionProblem, type LogIdentity, type Position } from './envelope-problem.js'
import { limits } from './limits.js'
import { writeParts } from './struct-bytes.js'

/**
 * The block of an envelope, without a look at any bound: for tests of what readers refuse, and for scenario files that ask for it. Lone
 * surrogates become U+FFFD. Throws an Error on values that have no place in the schema at all, such as a role that does not exist.
 */
export const encodeUnchecked = (envelope: Envelope): Uint8Array =>
  joinWhole(writeParts(headerParts(envelope)), writeParts(bodyParts(envelope.action)))

/** The block, or why there is none. */
export type Encoded =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: string }

/**
 * The block that an author appends at this place of this log, or a sentence that says which bound the envelope breaks. What comes out is never
 * malformed for a reader (the id in `prev` aside, which only the graph can check).
 */
export const encodeOp = (envelope: Envelope, at: Position, identity: LogIdentity): Encoded => {
  const problem =
    actionProblem(envelope.action) ??
    contentProblem(envelope, identity, false) ??
    positionProblem(envelope, at, identity)
  if (problem !== undefined) return { ok: false, problem }
  const bytes = encodeUnchecked(envelope)
  if (bytes.byteLength <= limits.envelopeBytesMax) return { ok: true, bytes }
  return {
    ok: false,
    problem: `the whole op is ${bytes.byteLength} bytes long, at most ${limits.envelopeBytesMax} are allowed`,
  }
}

/**
 * The purged form of a whole block: its header, and the hash in the place of the body; a decoder's `purged` gives it the id of the whole one.
 * A purged block comes back as it is; undefined for bytes that are no block of this version.
 */
export const encodePurged = (bytes: Uint8Array, blake2b256: Blake2b256): Uint8Array | undefined => {
  const layout = splitBlock(bytes)
  if (layout.kind === 'purged') return bytes
  return layout.kind === 'whole' ? joinPurged(layout.header, bodyHash(layout.body, blake2b256)) : undefined
}
