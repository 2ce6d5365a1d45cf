import type { Applied, CoreKey, LogKind } from '@hypergit/domain'
import type { BlockRules, CoreState, Log } from '@hypergit/log'
import { pageLengthMax, type Draft, type SweepJob } from '@hypergit/queues'
import { lengthToJudge } from '../feeding/pack-runs.js'

const headOf = async (log: Log, rules: BlockRules, state: CoreState): Promise<Applied | undefined> => {
  const { core } = state
  const length = lengthToJudge(state)
  if (length === state.length) return { core, length, head: state.id }
  const [bytes] = await log.read(core, length - 1, length)
  return bytes && { core, length, head: rules.facts(log.id, { core, seq: length - 1, bytes }).id }
}

/** What is here of the cores, in pages; without `cores`, of all, and at least one page, so that the log is answered in any case. */
export const sweepJobs = async (
  log: Log,
  kind: LogKind,
  rules: BlockRules,
  cores?: readonly CoreKey[],
): Promise<readonly Draft<SweepJob>[]> => {
  const states = cores === undefined ? log.cores() : cores.flatMap((core) => log.core(core) ?? [])
  const heads: Applied[] = []
  for (const state of states) {
    const head = state.length === 0 ? undefined : await headOf(log, rules, state)
    if (head !== undefined) heads.push(head)
  }
  const pages = Math.max(1, Math.ceil(heads.length / pageLengthMax))
  return Array.from({ length: pages }, (_, page) => ({
    log: log.id,
    kind,
    cores: heads.slice(page * pageLengthMax, (page + 1) * pageLengthMax),
    page,
    pages,
  }))
}
