import type { Action } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { UserWritten } from '../api/users.js'
import { beforeAppend, unsureWarning } from '../peer/before-append.js'
import type { HomeParts } from '../peer/home-parts.js'
import { publishedTo } from '../peer/write-call.js'
import { appendChecked } from '../repository/append-checked.js'
import type { UserHome } from './user-home.js'
import { deviceWarnings } from './user-summary.js'

/** Checks, appends to this home's core in the user log, judges, and waits shortly for peers to have it. */
export const writeAsUser = async (
  home: HomeParts,
  { keys, live, view }: UserHome,
  actions: readonly Action[],
  offline: boolean,
): Promise<Answer<UserWritten>> => {
  const { blocked, connecting, isUnsure } = await beforeAppend(home, live, keys.device, offline)
  if (blocked !== undefined) return fail(blocked)
  const appended = await live.exclusively(async () => {
    // A revocation that has just come is told in other words than the rule's.
    const [revoked] = deviceWarnings(await view(), keys.device)
    if (revoked !== undefined) return fail({ code: 'unwritable', message: revoked })
    return appendChecked(live, keys.device, actions, home.clock())
  })
  if (!appended.ok) return appended
  await connecting
  const published = offline ? 0 : await publishedTo(home, live, keys.device, appended.value.length)
  const after = await view()
  return answer({
    view: after,
    published,
    warnings: [...(isUnsure ? [unsureWarning] : []), ...deviceWarnings(after, keys.device)],
  })
}
