import { idBeginsWith, parseId, toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type {
  CreatedUser,
  CreateUser,
  RecoveredUser,
  RecoverUser,
  RecoveryPhrase,
  RevokedDevices,
  RevokeDevices,
  SetProfile,
  UserSummary,
  UserWritten,
} from '../api/users.js'
import type { AddressInput, BoundAddress } from '../api/mirrors.js'
import { bindAddress } from '../mirror/bind-address.js'
import type { HomeParts } from '../peer/home-parts.js'
import type { LiveLog } from '../repository/live-log.js'
import { Mutex } from '../repository/mutex.js'
import { revokeDevices, setProfile } from './change-user.js'
import { createUser } from './create-user.js'
import { recoverUser } from './recover-user.js'
import { parsePhrase } from './phrase.js'
import type { UserHome } from './user-home.js'
import { ownSummary } from './user-summary.js'

/** The user of a home: founded, shown, changed, recovered. */
export class UserCalls {
  /** Who a home belongs to is changed by one call at a time. */
  readonly #changes = new Mutex()

  constructor(private readonly home: HomeParts) {}

  /** Runs while no other call changes whose home it is. */
  changing<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#changes.run(work)
  }

  create(input: CreateUser): Promise<Answer<CreatedUser>> {
    return this.#changes.run(() => createUser(this.home, input))
  }

  recover(input: RecoverUser): Promise<Answer<RecoveredUser>> {
    return this.#changes.run(() => recoverUser(this.home, input))
  }

  /** This home's user, or one that others claim to be in its repositories. */
  async show({ who }: { readonly who?: string }): Promise<Answer<UserSummary>> {
    const user = this.home.user.get()
    const own = user === undefined ? undefined : await ownSummary(this.home.user, user)
    if (who === undefined || who.trim() === 'me') return own === undefined ? nobody : answer(own)
    if (own !== undefined && isMeant(own, who.trim())) return answer(own)
    return this.#other(who)
  }

  setProfile(input: SetProfile): Promise<Answer<UserWritten>> {
    return this.#as((user) => setProfile(this.home, user, input))
  }

  revoke(input: RevokeDevices): Promise<Answer<RevokedDevices>> {
    return this.#as((user) => revokeDevices(this.home, user, input))
  }

  /** The phrase, while the home keeps it. */
  recoveryPhrase(): Promise<Answer<RecoveryPhrase>> {
    return this.#as(async () => {
      const phrase = await this.home.user.phrase.read()
      return phrase === undefined ? saved : answer({ phrase })
    })
  }

  /** Whoever can say the phrase has it, so that the home forgets it. */
  recoverySaved(input: RecoveryPhrase): Promise<Answer<UserSummary>> {
    return this.#changes.run(() =>
      this.#as(async (user) => {
        const phrase = parsePhrase(input.phrase)
        if (!phrase.ok) return phrase
        const kept = await this.home.user.phrase.read()
        if (kept === undefined) return saved
        if (kept !== phrase.value) return fail({ code: 'invalid', message: 'that is not the recovery phrase' })
        await this.home.user.phrase.remove()
        return answer(await ownSummary(this.home.user, user))
      }),
    )
  }

  async #other(who: string): Promise<Answer<UserSummary>> {
    const repositories: LiveLog[] = []
    for (const { id } of this.home.file.list()) repositories.push(await this.home.open.get(id))
    const known = await this.home.followed.known(repositories)
    const meant = known.filter((view) => isMeant({ view }, who.trim()))
    const [only] = meant
    if (only === undefined) return fail(unknown(who))
    if (meant.length === 1) return answer({ view: only, self: false, warnings: [] })
    return fail({
      code: 'ambiguous',
      message: `several users are called, or begin with, ${JSON.stringify(who.slice(0, 80))}`,
      subject: 'user',
      candidates: meant.slice(0, candidatesMax).map(({ log, name }) => ({ ref: toZ32(log), label: name })),
    })
  }

  bindAddress(input: AddressInput): Promise<Answer<BoundAddress>> {
    return this.#as(({ keys }) => bindAddress(keys, input))
  }

  async #as<Value>(work: (user: UserHome) => Promise<Answer<Value>>): Promise<Answer<Value>> {
    const user = this.home.user.get()
    return user === undefined ? nobody : work(user)
  }
}

const candidatesMax = 20

const isMeant = ({ view }: Pick<UserSummary, 'view'>, word: string): boolean => {
  const whole = parseId(word)
  if (whole.ok) return (view.log as string) === whole.id
  return word === view.name || (word.length >= beginningLengthMin && idBeginsWith(view.log, word))
}

const beginningLengthMin = 4

const unknown = (who: string) => ({
  code: 'unknown' as const,
  message: `no user that is known here is called, or begins with, ${JSON.stringify(who.slice(0, 80))}`,
  subject: 'user' as const,
})

const saved = fail({
  code: 'invalid',
  message: 'the recovery is saved: this home does not have the phrase any more, and nobody can ask it for it',
})

export const nobody = fail({
  code: 'unknown',
  message:
    'this home belongs to no user yet: `hypergit user create --name NAME`, or, if you are one already, `hypergit user join` or `hypergit user recover`',
  subject: 'user',
})
