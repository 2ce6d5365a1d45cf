import type { UserId, UserView } from '@hypergit/domain'
import type { UserHolder } from '../user/user-home.js'

export interface FollowedUsersParts {
  readonly user: UserHolder
}

/** The user logs of those who claim in the repositories of a home. */
export class FollowedUsers {
  constructor(private readonly parts: FollowedUsersParts) {}

  /** What the user's log says; undefined where nothing of it is here. */
  async view(user: UserId): Promise<UserView | undefined> {
    const own = this.parts.user.get()
    return own?.keys.user === user ? own.view() : undefined
  }
}
