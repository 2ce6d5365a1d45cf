import { type Blacklisting, type BlacklistingKind, type LogId, type CoreKey, type OpId, toZ32 } from '@hypergit/domain'

export type EvidenceKind = BlacklistingKind

export const evidenceFormat = 'hypergit-evidence'
export const evidenceVersion = 1

/** Bounds of a bundle: what goes over one is not written, and not read. */
export const evidenceLimits = {
  /** The file, which is JSON in UTF-8. */
  fileBytesMax: 128 * 1024 * 1024,
  coresMax: 20_000,
  /** Blocks of all cores, and their bytes. */
  blocksMax: 200_000,
  blocksBytesMax: 64 * 1024 * 1024,
  /** One block as a core may hold it, malformed or not. */
  blockBytesMax: 1024 * 1024,
  /** A signed leaf. */
  proofBytesMax: 16 * 1024,
  decidedByMax: 1_024,
} as const

/** What a past may come to. Whoever gathers may keep to lower bounds than those of the format. */
export interface EvidenceBounds {
  readonly coresMax: number
  readonly blocksMax: number
  readonly blocksBytesMax: number
}

/** The beginning of a core: its blocks from seq 0, and what shows that its signer signed them (`provesBlocks` of @hypergit/log). */
export interface EvidenceCore {
  readonly core: CoreKey
  readonly proof: Uint8Array
  readonly blocks: readonly Uint8Array[]
}

/** The seq at which two histories of a core first differ, and a signed leaf of each. */
export interface EvidenceFork {
  readonly seq: number
  readonly proofA: Uint8Array
  readonly proofB: Uint8Array
}

/**
 * What shows that a core of a repository log was rightly blacklisted, to anybody and offline. Of a violation or a ban: the op with its whole past,
 * of which alone it is judged. Of an equivocation: the ignored op with its core's earlier ones, and the two halves of the proof.
 */
export interface EvidenceBundle extends Omit<Blacklisting, 'op'> {
  readonly log: LogId
  readonly op: OpId
  readonly cores: readonly EvidenceCore[]
  /** Only of an equivocation. */
  readonly fork?: EvidenceFork
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

function* coreText({ core, proof, blocks }: EvidenceCore): Generator<string> {
  yield `\n{"core":${JSON.stringify(toZ32(core))},"proof":"${base64(proof)}","blocks":[`
  for (const [seq, block] of blocks.entries()) yield `${seq === 0 ? '' : ','}\n"${base64(block)}"`
  yield ']}'
}

/** The bundle as it is written: one JSON document, in pieces, ids in z-base-32 and bytes in base64. */
export function* bundleText({ cores, fork, ...claim }: EvidenceBundle): Generator<string> {
  const head = {
    format: evidenceFormat,
    version: evidenceVersion,
    kind: claim.kind,
    log: toZ32(claim.log),
    core: toZ32(claim.core),
    op: toZ32(claim.op),
    outcome: claim.outcome,
    ...(claim.reason === undefined ? {} : { reason: claim.reason }),
    decidedBy: claim.decidedBy.map(toZ32),
    ...(fork === undefined
      ? {}
      : { fork: { seq: fork.seq, proofA: base64(fork.proofA), proofB: base64(fork.proofB) } }),
  }
  yield `${JSON.stringify(head).slice(0, -1)},"cores":[`
  for (const [place, core] of cores.entries()) {
    if (place > 0) yield ','
    yield* coreText(core)
  }
  yield ']}\n'
}

/** The same text in pieces of this length, the last one shorter. */
export function* inPieces(texts: Iterable<string>, pieceLength: number): Generator<string> {
  let piece = ''
  for (const text of texts) {
    piece += text
    for (; piece.length >= pieceLength; piece = piece.slice(pieceLength)) yield piece.slice(0, pieceLength)
  }
  if (piece !== '') yield piece
}
