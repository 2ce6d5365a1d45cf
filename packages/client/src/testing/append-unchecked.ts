import type { LogId, OpId, RepositoryAction } from '@hypergit/domain'
import { prepareHome } from '../home/home-paths.js'
import { HomeLock } from '../home/home-lock.js'
import { peerLimits, type PeerOptions } from '../api/options.js'
import { BlockWriter } from '../repository/block-writer.js'
import { publishedTo } from '../peer/write-call.js'
import { type HeldHome, openHome } from '../peer/hold-home.js'

export interface HostileWrite {
  readonly repo: LogId
  readonly action: RepositoryAction
  /** Cites everything that the home has applied, so that no client of honest people would have written it; nothing new otherwise. */
  readonly citing: 'all' | 'nothing'
  /** ms; the clock's unless given. */
  readonly at?: number
}

/** A peer that appends whatever it is told, for tests of what others make of it. It holds its home alone and stays connected until `close`. */
export interface HostilePeer {
  append(write: HostileWrite): Promise<OpId>
  close(): Promise<void>
}

/** Opens a home as a client that does not check what it writes. */
export const openHostilePeer = async (options: PeerOptions): Promise<HostilePeer> => {
  const limits = { ...peerLimits, ...options.limits }
  const paths = await prepareHome(options.home)
  const lock = await HomeLock.tryAcquire(paths.lock)
  if (lock === undefined) throw new Error(`${options.home} is held by another process`)
  const held = await openHome(paths, options, limits)
  return {
    append: (write) => append(held, write),
    async close() {
      await held.close()
      await lock.release()
    },
  }
}

const append = async (
  { parts }: HeldHome,
  { repo, action, citing, at = parts.clock() }: HostileWrite,
): Promise<OpId> => {
  const live = await parts.open.get(repo)
  await parts.network.connect(live.log, parts.limits.publishWaitMs)
  const core = await live.log.ownCore()
  const op = await live.exclusively(async () => {
    const writer = new BlockWriter(live, core)
    const draft = citing === 'all' ? await writer.draft(action, at) : { action, at, parents: [] }
    const added = writer.add(draft)
    if (!added.ok) throw new Error(added.problem)
    const flushed = await writer.flush()
    if (!flushed.ok) throw new Error(flushed.failure.message)
    return added.op
  })
  await publishedTo(parts, live, core, live.engine.applied(core)?.length ?? 0)
  return op
}
