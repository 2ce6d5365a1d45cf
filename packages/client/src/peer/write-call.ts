import type { CoreKey } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import { type WriteInput, writeActionsMax, type Written } from '../api/writing.js'
import { appendAsUser } from '../identity/append-as-user.js'
import { tend } from '../identity/tend.js'
import { waitingOf } from '../identity/waiting.js'
import type { LiveLog } from '../repository/live-log.js'
import { warningsOf } from '../reading/repository-status.js'
import { beforeAppend, unsureWarning } from './before-append.js'
import { findRepository } from './find-repository.js'
import type { HomeParts } from './home-parts.js'

/** Checks, appends, judges, and waits shortly for peers to have it. */
export const writeCall = async (home: HomeParts, input: WriteInput): Promise<Answer<Written>> => {
  const { actions, offline = false, at = home.clock() } = input
  if (actions.length === 0 || actions.length > writeActionsMax) {
    return fail({
      code: 'invalid',
      message: `${actions.length} actions are given, from 1 to ${writeActionsMax} can be written at once`,
    })
  }
  const found = findRepository(home.file, input.repo)
  if (!found.ok) return found
  const live = await home.open.get(found.value.id)
  const core = await live.log.ownCore()
  const { blocked, connecting, isUnsure } = await beforeAppend(home, live, core, offline)
  if (blocked !== undefined) return fail(blocked)
  const appended = await live.exclusively(() => appendAsUser(home, live, core, actions, at))
  if (!appended.ok) return appended
  await connecting
  const tended = await tend(home, live, offline)
  const length = live.engine.applied(core)?.length ?? appended.value.length
  const published = offline ? 0 : await publishedTo(home, live, core, length)
  const cores = await live.engine.queries.cores()
  const warnings = [
    ...(isUnsure ? [unsureWarning] : []),
    ...appended.value.notes,
    ...(tended.ok ? [] : [tended.failure.message]),
    ...warningsOf(cores, core),
  ]
  const isHeld = appended.value.ops.some(({ held }) => held === true)
  const waiting = isHeld ? await waitingOf(live, core, home.user.get()) : undefined
  return answer({ ops: appended.value.ops, published, warnings, ...(waiting === undefined ? {} : { waiting }) })
}

/** How many peers hold the core up to `length`; waits for those that are connected, for `publishWaitMs` at most. */
export const publishedTo = async (
  { storage, limits }: Pick<HomeParts, 'storage' | 'limits'>,
  live: LiveLog,
  core: CoreKey,
  length: number,
): Promise<number> => {
  // A connection that has just come up says a moment later which logs it speaks.
  const expected = Math.max(live.log.peers().length, Math.min(1, storage.connections().length))
  return expected === 0 ? 0 : live.log.awaitHolders(core, length, expected, limits.publishWaitMs)
}
