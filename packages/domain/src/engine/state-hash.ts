import b4a from 'b4a'
import { idToBytes, seqToBytes } from '../encoding/id-bytes.js'
import { standingBan } from '../facts/bans.js'
import { type CoreKey, type OpId, opId } from '../ids.js'
import { outcomeKinds, reasons } from '../outcome.js'
import type { Ruling } from '../outcome/ruling.js'
import { decodeOpRecord } from '../store/op-record.js'
import type { LogState } from './log-state.js'

const accepted: Pick<Ruling, 'outcome' | 'reason'> = { outcome: 'accepted' }

const tag = b4a.from('hypergit/state/1')
const bucketTag = b4a.from('hypergit/state/bucket/1')
const forkTag = b4a.from('hypergit/state/forks/1')

/**
 * State hash of section 4, hexadecimal. Layout: ops are grouped by the first byte of their id; a bucket is
 * BLAKE2b-256("hypergit/state/bucket/1" ‖ (id ‖ outcome ‖ reason)*) with its ops sorted by id, outcome the place in `outcomeKinds`, reason 0 or 1 +
 * the place in `reasons`, a byte each; left out are ops that are parked or ignored. Forks are BLAKE2b-256("hypergit/state/forks/1" ‖ (core ‖ seq as
 * uint64 LE)*) sorted by core. The hash is BLAKE2b-256("hypergit/state/1" ‖ the 256 buckets ‖ forks). Read from the store, a bucket at a time.
 */
export const stateHash = async (state: LogState): Promise<string> => {
  const { blake2b256 } = state.options.crypto
  const buckets: Uint8Array[] = []
  for (let first = 0; first < 256; first++) buckets.push(blake2b256([bucketTag, ...(await bucketParts(first, state))]))
  const forks = [...state.registry.all()]
    .flatMap(({ key, forkSeq, chains }) =>
      forkSeq === undefined || chains.length === 0 || !isListed(key, state) ? [] : [{ key, forkSeq }],
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ key, forkSeq }) => [idToBytes(key), seqToBytes(forkSeq)])
  return b4a.toString(blake2b256([tag, ...buckets, blake2b256([forkTag, ...forks])]), 'hex')
}

const bucketParts = async (first: number, state: LogState): Promise<Uint8Array[]> => {
  const prefix = first.toString(16).padStart(2, '0')
  const parts: Uint8Array[] = []
  const range = { gte: [prefix.padEnd(64, '0')], lte: [prefix.padEnd(64, 'f')] }
  for await (const { key, value } of state.options.store.range('op', range)) {
    const { ruling = accepted, chain, seq } = decodeOpRecord(value).head
    const id = opId(String(key[0]))
    const { outcome, reason } = ruling
    if (outcome === 'ignored' || (outcome === 'violation' && (await isIgnoredAnyway(id, chain, seq, state)))) continue
    const reasonByte = reason === undefined ? 0 : 1 + reasons.indexOf(reason)
    parts.push(idToBytes(id), Uint8Array.of(outcomeKinds.indexOf(outcome), reasonByte))
  }
  return parts
}

/** What no authorised device wrote need not be fetched, whatever it is. */
const isUnauthorised = async (id: OpId, core: CoreKey, state: LogState): Promise<boolean> => {
  await state.shelf.load([id])
  const known = state.shelf.get(id)
  if (known === undefined) return true
  return !state.sources.pastOf(known).devices.isAuthorized(core) || !state.present.devices.isAuthorized(core, known)
}

/** In a user log only the forks of its devices matter. */
const isListed = (core: CoreKey, state: LogState): boolean =>
  state.options.kind === 'repository' || state.present.devices.isKnown(core)

/** A violation that step 4 would ignore if it were none: peers may stop fetching before they see it. */
const isIgnoredAnyway = async (id: OpId, chainNumber: number, seq: number, state: LogState): Promise<boolean> => {
  const chain = state.registry.chain(chainNumber)
  if (chain === undefined) return false
  const { core } = chain
  if (state.present.forks.isOut({ chain, seq })) return true
  if (state.options.kind === 'user') return isUnauthorised(id, core.key, state)
  if (state.index.bans(core.key).length === 0) return false
  await state.shelf.load([id])
  const known = state.shelf.get(id)
  return known !== undefined && standingBan(state.present, known) !== undefined
}
