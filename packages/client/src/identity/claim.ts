import { type Answer, answer, fail } from '../api/failure.js'
import type { Claimed, ClaimInput } from '../api/identities.js'
import type { HomeParts } from '../peer/home-parts.js'
import { publishedTo } from '../peer/write-call.js'
import type { LiveLog } from '../repository/live-log.js'
import { nobody } from '../user/user-calls.js'
import { claimPlan } from './claim-plan.js'
import { tend } from './tend.js'
import { waitingOf } from './waiting.js'
import { writeIdentity } from './write-identity.js'

/** Has this home's core say whose it is, also in a repository that was to know nothing of it so far. */
export const claimCall = async (
  home: HomeParts,
  live: LiveLog,
  { offline = false }: ClaimInput,
): Promise<Answer<Claimed>> => {
  const own = home.user.get()
  if (own === undefined) return nobody
  const core = await live.log.ownCore()
  const plan = await claimPlan(home, live, core)
  if (plan.kind === 'unclaimed') return fail({ code: 'invalid', message: plan.why ?? 'there is nobody to claim' })
  const written = plan.kind === 'claim' ? await writeIdentity(home, live, [plan.action], { offline }) : undefined
  if (written?.ok === false) return written
  await home.file.setAnonymous(live.log.id, false)
  const tended = await tend(home, live, offline)
  const waiting = await waitingOf(live, core, own)
  const [op] = written?.value.ops ?? []
  const length = live.engine.applied(core)?.length ?? 0
  return answer({
    core,
    user: own.keys.user,
    ...(op === undefined ? {} : { op: op.op }),
    ...(waiting === undefined ? {} : { waiting }),
    published: offline ? 0 : await publishedTo(home, live, core, length),
    warnings: [...(written?.value.warnings ?? []), ...(tended.ok ? [] : [tended.failure.message])],
  })
}

/** Has this home say nothing of its user in a repository; what it has claimed there stays. */
export const anonymousCall = async (home: HomeParts, live: LiveLog): Promise<Answer<undefined>> => {
  const { user } = await live.engine.queries.identity(await live.log.ownCore())
  if (user !== undefined) {
    const message = 'this core has said here whose it is, and that is for good: nobody forgets what they have read'
    return fail({ code: 'invalid', message })
  }
  await home.file.setAnonymous(live.log.id, true)
  return answer(undefined)
}
