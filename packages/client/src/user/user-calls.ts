import { type Answer, answer, fail } from '../api/failure.js'
import type { CreatedUser, CreateUser, UserSummary } from '../api/users.js'
import type { HomeParts } from '../peer/home-parts.js'
import { Mutex } from '../repository/mutex.js'
import { createUser } from './create-user.js'
import { ownSummary } from './user-summary.js'

/** The user of a home: founded, shown, changed, recovered. */
export class UserCalls {
  /** Who a home belongs to is changed by one call at a time. */
  readonly #changes = new Mutex()

  constructor(private readonly home: HomeParts) {}

  create(input: CreateUser): Promise<Answer<CreatedUser>> {
    return this.#changes.run(() => createUser(this.home, input))
  }

  async show(): Promise<Answer<UserSummary>> {
    const user = this.home.user.get()
    return user === undefined ? noUser : answer(await ownSummary(this.home.user, user))
  }
}

export const noUser = fail({
  code: 'unknown',
  message:
    'this home belongs to no user yet: `hypergit user create --name NAME`, or, if you are one already, `hypergit user join` or `hypergit user recover`',
  subject: 'user',
})
