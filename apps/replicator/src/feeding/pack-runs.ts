import { noOp, type CoreKey, type OpId } from '@hypergit/domain'
import type { BlockRules, BranchBlock, CoreState, Log } from '@hypergit/log'
import { blockBytesMax, blocksMax, type BlockRun } from '@hypergit/queues'
import type { CoreMarks, Mark } from './core-marks.js'

/** What one `validate` job is made of, and what is sent once it is. */
export interface Packed {
  readonly runs: readonly BlockRun[]
  /** Where each core's mark stands then. */
  readonly sent: ReadonlyMap<CoreKey, { readonly length: number; readonly id: OpId }>
}

/** Blocks of a core that are to be judged: nothing from a verdict's limit on. */
export const lengthToJudge = ({ length, keep }: CoreState): number => Math.min(length, keep ?? Infinity)

const sizeOf = (blocks: readonly Uint8Array[]): number => blocks.reduce((bytes, block) => bytes + block.byteLength, 0)

interface Room {
  blocks: number
  bytes: number
}

/** Blocks of branches first, then of the cores in the order of their marks, up to a job's bounds; undefined when there is nothing to send. */
export const packRuns = async (
  log: Log,
  rules: BlockRules,
  marks: CoreMarks,
  branches: readonly BranchBlock[],
): Promise<Packed | undefined> => {
  const room: Room = { blocks: blocksMax, bytes: blockBytesMax }
  const runs: BlockRun[] = branches.map((branch) => branchRun(log, rules, branch))
  for (const { blocks } of runs) take(room, blocks)
  const sent = new Map<CoreKey, { length: number; id: OpId }>()
  for (const [core, mark] of marks) {
    if (room.blocks <= 0 || room.bytes <= 0) break
    const state = log.core(core)
    if (state === undefined || mark.sent >= lengthToJudge(state)) continue
    const run = await coreRun(log, rules, state, mark, room)
    const last = run?.blocks.at(-1)
    if (run === undefined || last === undefined) break
    runs.push(run)
    take(room, run.blocks)
    const length = run.from + run.blocks.length
    sent.set(core, { length, id: rules.facts(log.id, { core, seq: length - 1, bytes: last }).id })
  }
  return runs.length === 0 ? undefined : { runs, sent }
}

const take = (room: Room, blocks: readonly Uint8Array[]): void => {
  room.blocks -= blocks.length
  room.bytes -= sizeOf(blocks)
}

const branchRun = (log: Log, rules: BlockRules, { core, seq, bytes }: BranchBlock): BlockRun => ({
  core,
  from: seq,
  prevId: rules.facts(log.id, { core, seq, bytes }).prev ?? noOp,
  blocks: [bytes],
})

/** Undefined when the next block does not fit any more. */
const coreRun = async (
  log: Log,
  rules: BlockRules,
  state: CoreState,
  mark: Mark,
  room: Room,
): Promise<BlockRun | undefined> => {
  const { core } = state
  const from = mark.sent
  const to = Math.min(lengthToJudge(state), from + room.blocks)
  const read = await log.read(core, from, to, { bytesMax: room.bytes })
  const blocks = [...read]
  // Reading gives at least one block, however large.
  while (blocks.length > 0 && sizeOf(blocks) > room.bytes) blocks.pop()
  if (blocks.length === 0) return undefined
  return { core, from, prevId: mark.sentId ?? (await idBefore(log, rules, core, from)), blocks }
}

const idBefore = async (log: Log, rules: BlockRules, core: CoreKey, seq: number): Promise<OpId> => {
  if (seq === 0) return noOp
  const [bytes] = await log.read(core, seq - 1, seq)
  return bytes === undefined ? noOp : rules.facts(log.id, { core, seq: seq - 1, bytes }).id
}
