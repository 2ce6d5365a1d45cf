import { founderOf } from '@hypergit/domain'
import type { LiveLog } from '../repository/live-log.js'
import type { HomeParts } from './home-parts.js'

/** How often it is asked whether everything is here. */
const stepMs = 250
/** How long one look for peers is waited for before the next. */
const refreshMs = 3_000

/** A user log says itself whose blocks belong to it, so that more is asked for after each part of it. */
const isWhole = ({ kind, log, engine }: LiveLog): boolean =>
  kind === 'repository' || log.behindBy() + engine.missing().length === 0

/** Whether the log's creation is here by then; waits on for the rest of what peers have, within the same time. */
export const fetchLog = async (
  { clock, network }: Pick<HomeParts, 'clock' | 'network'>,
  live: LiveLog,
  waitMs: number,
): Promise<boolean> => {
  const until = clock() + waitMs
  const isHere = () => live.engine.applied(founderOf(live.log.id)) !== undefined
  const left = () => Math.max(0, until - clock())
  // A look-up also finds peers that have left without a word, and waits long for them; whoever answers first is enough.
  void network.connect(live.log, waitMs).catch(() => undefined)
  let refreshAt = clock() + refreshMs
  while (left() > 0) {
    const caughtUp = await live.log.awaitCaughtUp(Math.min(left(), stepMs))
    await live.settled()
    if (caughtUp && isHere() && isWhole(live)) return true
    if (clock() < refreshAt) continue
    refreshAt = clock() + refreshMs
    void network.refresh(live.log).catch(() => undefined)
  }
  return isHere()
}
