import { blacklistingKinds, coreKey, limits, logId, opId, outcomeKinds, parseId, reasons } from '@hypergit/domain'
import { z } from 'zod'
import { type EvidenceBundle, evidenceFormat, evidenceLimits, evidenceVersion } from './bundle.js'

const idTextMax = 100

const idOf = <Id extends string>(brand: (hex: string) => Id) =>
  z
    .string()
    .max(idTextMax)
    .transform((text, context): Id => {
      const parsed = parseId(text)
      if (parsed.ok) return brand(parsed.id)
      context.addIssue({ code: 'custom', message: parsed.problem })
      return z.NEVER
    })

/** Bytes in base64, in the one spelling that they have. */
const bytes = (bytesMax: number) =>
  z
    .string()
    .max(Math.ceil(bytesMax / 3) * 4, `is longer than ${bytesMax} bytes`)
    .transform((text, context): Uint8Array => {
      const decoded = Buffer.from(text, 'base64')
      if (decoded.toString('base64') === text && decoded.byteLength <= bytesMax) return new Uint8Array(decoded)
      context.addIssue({ code: 'custom', message: `is no base64 of at most ${bytesMax} bytes` })
      return z.NEVER
    })

const proof = bytes(evidenceLimits.proofBytesMax)
const forkProof = bytes(limits.equivocationProofBytesMax)

const document = z.strictObject({
  format: z.literal(evidenceFormat),
  version: z.literal(evidenceVersion),
  kind: z.enum(blacklistingKinds),
  log: idOf(logId),
  core: idOf(coreKey),
  op: idOf(opId),
  outcome: z.enum(outcomeKinds),
  reason: z.enum(reasons).optional(),
  decidedBy: z.array(idOf(opId)).max(evidenceLimits.decidedByMax),
  fork: z.strictObject({ seq: z.int().min(0), proofA: forkProof, proofB: forkProof }).optional(),
  cores: z
    .array(
      z.strictObject({
        core: idOf(coreKey),
        proof,
        blocks: z.array(bytes(evidenceLimits.blockBytesMax)).min(1).max(evidenceLimits.blocksMax),
      }),
    )
    .min(1)
    .max(evidenceLimits.coresMax),
})

export type ParsedEvidence =
  | { readonly ok: true; readonly bundle: EvidenceBundle }
  | { readonly ok: false; readonly problem: string }

const no = (problem: string): ParsedEvidence => ({ ok: false, problem })

/** Zod looks at every item of a list before it counts them, and a stranger's list may be long. */
const tooLong = (value: object): string | undefined => {
  const { coresMax, blocksMax, decidedByMax } = evidenceLimits
  const decidedBy: unknown = 'decidedBy' in value ? value.decidedBy : undefined
  if (Array.isArray(decidedBy) && decidedBy.length > decidedByMax) return `decidedBy: has more than ${decidedByMax} ops`
  const cores: unknown = 'cores' in value ? value.cores : undefined
  if (!Array.isArray(cores)) return undefined
  if (cores.length > coresMax) return `cores: has more than ${coresMax}`
  let count = 0
  for (const one of cores as unknown[]) {
    const blocks: unknown = typeof one === 'object' && one !== null && 'blocks' in one ? one.blocks : undefined
    if (Array.isArray(blocks)) count += blocks.length
  }
  return count > blocksMax ? `cores: has more than ${blocksMax} blocks` : undefined
}

const isOtherVersion = (value: object): value is { readonly version: unknown } =>
  'format' in value &&
  value.format === evidenceFormat &&
  'version' in value &&
  Number.isInteger(value.version) &&
  value.version !== evidenceVersion

const parseValue = (value: unknown): ParsedEvidence => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return no(`it is no JSON object with "format": "${evidenceFormat}"`)
  if (isOtherVersion(value))
    return no(`it is of version ${String(value.version)}, this program reads ${evidenceVersion}`)
  const long = tooLong(value)
  if (long !== undefined) return no(long)
  const parsed = document.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.') ?? ''
    return no(`${where === '' ? 'it' : where}: ${(issue?.message ?? 'is wrong').slice(0, 400)}`)
  }
  const { format: _format, version: _version, reason, fork, ...rest } = parsed.data
  const blocksBytes = rest.cores.flatMap(({ blocks }) => blocks).reduce((sum, { byteLength }) => sum + byteLength, 0)
  if (blocksBytes > evidenceLimits.blocksBytesMax)
    return no(`cores: their blocks have more than ${evidenceLimits.blocksBytesMax} bytes`)
  if ((fork !== undefined) !== (rest.kind === 'equivocation'))
    return no('fork: belongs to an equivocation, and to nothing else')
  return {
    ok: true,
    bundle: { ...rest, ...(reason === undefined ? {} : { reason }), ...(fork === undefined ? {} : { fork }) },
  }
}

/**
 * A bundle from the text of a file that a stranger may have written. Total: whatever is no bundle of this version gives a problem that names what is
 * wrong. Whether what it claims is true is for `checkEvidence` to say.
 */
export const parseEvidence = (text: string): ParsedEvidence => {
  if (text.length > evidenceLimits.fileBytesMax)
    return no(`it is longer than ${evidenceLimits.fileBytesMax} bytes, which no bundle is`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return no(`it is no JSON: ${error instanceof Error ? error.message.slice(0, 400) : 'it cannot be parsed'}`)
  }
  return parseValue(value)
}
