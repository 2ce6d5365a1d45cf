import { linkOf } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { GithubArchive } from '../archive/github-archive.js'
import { readArchive } from '../archive/import-archive.js'
import { planArchive } from '../archive/plan-archive.js'
import type { PlannedOp } from '../archive/planned-op.js'
import { OperatorApi } from '../mirror/operator-api.js'
import { Acting } from './acting.js'
import { castOf } from './cast.js'
import { type ReplayEvent, type ReplayOptions, replayPeersMax, type ReplayResult } from './replay-options.js'
import { agreed, mirrored } from './settling.js'
import { isVacant, Stage } from './stage.js'

const peersDefault = 3
const settleWaitMsDefault = 600_000
/** Acts between two reports of progress. */
const progressEvery = 20

/**
 * The history of an archive as if it had happened here: one core for each author, spread over some peers that replicate while they write, in the
 * order of its dates. A core `maintainer` founds the repository, grants the roles, and does what the file attributes to nobody. Ends when all peers,
 * and the mirror if there is one, have the same state.
 */
export async function* replayArchive(options: ReplayOptions): AsyncGenerator<ReplayEvent> {
  const prepared = await prepare(options)
  if (!prepared.ok) {
    yield { kind: 'failed', failure: prepared.failure }
    return
  }
  const { archive, planned, peers } = prepared.value
  const stage = await Stage.open(options, peers, archive.repo, planned[0]?.at ?? 0)
  try {
    const acting = new Acting(stage, castOf(planned, peers, options.seed ?? ''))
    for (const [done, op] of planned.entries()) {
      if (done % progressEvery === 0) yield { kind: 'progress', done, total: planned.length }
      const acted = await acting.act(op)
      if (!acted.ok) {
        yield { kind: 'failed', failure: acted.failure }
        return
      }
    }
    yield { kind: 'progress', done: planned.length, total: planned.length }
    yield { kind: 'settling', link: linkOf(stage.id) }
    const settled = await settle(stage, options)
    yield settled.ok ? { kind: 'done', result: settled.value } : { kind: 'failed', failure: settled.failure }
  } finally {
    await stage.close()
  }
}

interface Prepared {
  readonly archive: GithubArchive
  readonly planned: readonly PlannedOp[]
  readonly peers: number
}

const prepare = async ({ file, data, peers = peersDefault }: ReplayOptions): Promise<Answer<Prepared>> => {
  if (!Number.isInteger(peers) || peers < 1 || peers > replayPeersMax) {
    return fail({
      code: 'invalid',
      message: `${peers} peers are asked for, a whole number from 1 to ${replayPeersMax} is needed`,
    })
  }
  const read = await readArchive(file)
  if (!read.ok) return read
  if (!(await isVacant(data)))
    return fail({ code: 'invalid', message: `${data} is not empty: a replay begins a new history` })
  return answer({ archive: read.value, planned: planArchive(read.value), peers })
}

const settle = async (stage: Stage, options: ReplayOptions): Promise<Answer<ReplayResult>> => {
  const waitMs = options.settleWaitMs ?? settleWaitMsDefault
  const hash = await agreed(stage.lives, waitMs)
  if (!hash.ok) return hash
  const { mirror } = options
  const said = mirror === undefined ? undefined : await mirrored(new OperatorApi(mirror), stage.id, hash.value, waitMs)
  if (said?.ok === false) return said
  const { queries } = stage.live(0).engine
  const [view, cores] = await Promise.all([queries.repository(), queries.cores()])
  return answer({
    id: stage.id,
    link: linkOf(stage.id),
    peers: stage.lives.map(() => ({ stateHash: hash.value })),
    ...(said === undefined ? {} : { mirror: { stateHash: said.value } }),
    blacklist: cores.filter(({ blacklisted }) => blacklisted !== undefined).map(({ core }) => core),
    ops: view.ops,
  })
}
