/**
 * Every bound of an envelope (docs/protocol.md, sections 3, 5 and 7). What goes over one is `malformed` for every reader, so none of these may
 * change within version 1. Texts are counted in bytes of UTF-8.
 */
export const limits = {
  /** The whole block. */
  envelopeBytesMax: 64 * 1024,
  parentsMax: 64,
  /** `at`, `until`, `origin.at`: ms that a double holds exactly. */
  timeMsMax: Number.MAX_SAFE_INTEGER,
  seqMax: Number.MAX_SAFE_INTEGER,

  nameBytesMax: 256,
  descriptionBytesMax: 4 * 1024,
  titleBytesMax: 1024,
  /** Leaves room in the envelope for a full list of parents. */
  bodyBytesMax: 56 * 1024,
  reasonBytesMax: 1024,
  urlBytesMax: 2 * 1024,
  refBytesMax: 1024,
  commitBytesMax: 64,
  emojiBytesMax: 64,
  /** A label, an assignee, a milestone. */
  labelBytesMax: 256,
  /** Of each of `add` and `remove`. */
  labelsMax: 64,
  capabilitiesMax: 16,
  contactBytesMax: 256,

  linesMax: 512,
  /** Of a quoted diff. */
  hunkBytesMax: 4 * 1024,
  pathBytesMax: 4 * 1024,
  lineNumberMax: 2 ** 31 - 1,

  originSourceBytesMax: 256,
  originAuthorBytesMax: 256,
  originNumberMax: 2 ** 31 - 1,

  /** An identity attestation with a chain of at most 8 links. */
  identityProofBytesMax: 4 * 1024,
  /** Manifest, signed tree and the path of one leaf. */
  equivocationProofBytesMax: 16 * 1024,
} as const
