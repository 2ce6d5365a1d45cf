import { type Answer, answer, fail } from '../api/failure.js'
import type { Disowned, DisownInput } from '../api/identities.js'
import { beforeAppend } from '../peer/before-append.js'
import type { HomeParts } from '../peer/home-parts.js'
import { publishedTo } from '../peer/write-call.js'
import { appendChecked } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'
import { nobody } from '../user/user-calls.js'
import { findCore } from './find-core.js'

/** Has the user's log say that a core is not theirs, or that it is after all. It says what readers are shown, and takes no right from anybody. */
export const disownCall = async (
  home: HomeParts,
  live: LiveLog,
  { who, undo = false, offline = false }: DisownInput,
): Promise<Answer<Disowned>> => {
  const own = home.user.get()
  if (own === undefined) return nobody
  const found = await findCore(live, who)
  if (!found.ok) return found
  const core = found.value
  if (core === (await live.log.ownCore()) && !undo)
    return fail({ code: 'invalid', message: 'this is the core of this very home; disown it from another machine' })
  const { device } = own.keys
  const { blocked, connecting } = await beforeAppend(home, own.live, device, offline)
  if (blocked !== undefined) return fail(blocked)
  const type = undo ? 'core.link' : 'core.unlink'
  const action = { type, repository: live.log.id, core } as const
  const appended = await own.live.exclusively(() => appendChecked(own.live, device, [action], home.clock()))
  await connecting
  if (!appended.ok) return appended
  const [written] = appended.value.ops
  if (written === undefined) throw new Error('an append of one action wrote none')
  const published = offline ? 0 : await publishedTo(home, own.live, device, appended.value.length)
  return answer({ core, op: written.op, published })
}
