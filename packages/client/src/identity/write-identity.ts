import type { RepositoryAction } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { WrittenOp } from '../api/writing.js'
import { beforeAppend, unsureWarning } from '../peer/before-append.js'
import type { HomeParts } from '../peer/home-parts.js'
import { publishedTo } from '../peer/write-call.js'
import { appendChecked, type AppendOptions } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'

export interface WrittenIdentity {
  readonly ops: readonly WrittenOp[]
  readonly published: number
  readonly warnings: readonly string[]
}

/** Appends what says who this core is, as any other write. */
export const writeIdentity = async (
  home: HomeParts,
  live: LiveLog,
  actions: readonly RepositoryAction[],
  { offline, ...options }: AppendOptions & { readonly offline: boolean },
): Promise<Answer<WrittenIdentity>> => {
  const core = await live.log.ownCore()
  const { blocked, connecting, isUnsure } = await beforeAppend(home, live, core, offline)
  if (blocked !== undefined) return fail(blocked)
  const appended = await live.exclusively(() => appendChecked(live, core, actions, home.clock(), options))
  if (!appended.ok) return appended
  await connecting
  const published = offline ? 0 : await publishedTo(home, live, core, appended.value.length)
  return answer({ ops: appended.value.ops, published, warnings: isUnsure ? [unsureWarning] : [] })
}
