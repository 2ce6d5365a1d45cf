import type { CoreView, UserId, UserView } from '@hypergit/domain'
import type { BlocksArrived, LogStorage } from '@hypergit/log'
import type { PeerLimits, PeerLogger } from '../api/options.js'
import type { HomeFile } from '../home/home-file.js'
import type { Network } from '../network/network.js'
import type { OpenRepositories } from '../peer/open-repositories.js'
import type { LiveLog } from '../repository/live-log.js'
import type { UserHolder } from '../user/user-home.js'

export interface FollowedUsersParts {
  readonly file: HomeFile
  readonly storage: LogStorage
  readonly open: OpenRepositories
  readonly network: Network
  readonly user: UserHolder
  readonly limits: Pick<PeerLimits, 'usersFollowedMax' | 'userOpsMax' | 'userBytesMax'>
  readonly logger?: PeerLogger | undefined
}

/** `too-large`: the log is beyond what this home keeps of a stranger. */
export type Following = 'own' | 'followed' | 'fetching' | 'too-large' | 'none'

/**
 * The logs of the users that others claim to be in the repositories of a home: they say what the users are called, and which cores are theirs. What
 * is kept of them is bounded in number, ops and bytes, since anybody can be a user.
 */
export class FollowedUsers {
  readonly #live = new Map<UserId, LiveLog>()
  readonly #tooLarge = new Set<UserId>()
  #stored: Promise<ReadonlySet<string>> | undefined

  constructor(private readonly parts: FollowedUsersParts) {}

  /** What the user's log says; undefined where nothing of it is here. */
  async view(user: UserId): Promise<UserView | undefined> {
    const own = this.parts.user.get()
    if (own?.keys.user === user) return own.view()
    const live = await this.#ofHere(user)
    const view = await live?.engine.queries.user()
    return view === undefined || view.ops === 0 ? undefined : view
  }

  async following(user: UserId): Promise<Following> {
    if (this.parts.user.get()?.keys.user === user) return 'own'
    if (this.#tooLarge.has(user)) return 'too-large'
    if ((await this.view(user)) !== undefined) return 'followed'
    return this.#live.has(user) ? 'fetching' : 'none'
  }

  /** What is here of the users that others claim to be in the repositories. */
  async known(repositories: readonly LiveLog[]): Promise<readonly UserView[]> {
    const views: UserView[] = []
    for (const user of await claimedUsers(repositories)) {
      const view = await this.view(user)
      if (view !== undefined) views.push(view)
    }
    return views
  }

  /** Follows the users that others claim to be in the repositories; those with a role come first where there are too many. */
  async follow(repositories: readonly LiveLog[]): Promise<void> {
    for (const user of await claimedUsers(repositories)) {
      const live = await this.#open(user)
      // Whoever claims is served by those who follow the same repository; nobody waits for it.
      if (live !== undefined) void this.parts.network.join(live.log).catch(() => undefined)
    }
  }

  /** Resolves when what peers have of the followed logs is here, or after `waitMs`. */
  async caughtUp(waitMs: number): Promise<boolean> {
    const lives = [...this.#live.values()]
    const caughtUp = await Promise.all(lives.map(({ log }) => log.awaitCaughtUp(waitMs)))
    await Promise.all(lives.map((live) => live.settled()))
    return caughtUp.every(Boolean)
  }

  /** One that was followed before, or is. */
  async #ofHere(user: UserId): Promise<LiveLog | undefined> {
    this.#stored ??= this.parts.storage.logIds().then((ids) => new Set<string>(ids))
    return this.#live.has(user) || (await this.#stored).has(user) ? this.#open(user) : undefined
  }

  async #open(user: UserId): Promise<LiveLog | undefined> {
    const { file, limits, open } = this.parts
    const known = this.#live.get(user)
    const isOther = this.parts.user.get()?.keys.user !== user && file.nameOf(user) === undefined
    const isFull = known === undefined && this.#live.size >= limits.usersFollowedMax
    if (!isOther || isFull || this.#tooLarge.has(user)) return undefined
    // Asked for anew each time: whoever else had it open may have let it go.
    const live = await open.user(user)
    if (this.#live.get(user) === live) return live
    this.#live.set(user, live)
    this.#bound(user, live)
    return this.#live.has(user) ? live : undefined
  }

  #bound(user: UserId, live: LiveLog): void {
    const { userOpsMax, userBytesMax } = this.parts.limits
    let ops = 0
    let bytes = 0
    const stop = (): void => {
      live.log.off('blocks', onBlocks)
      // It may have become this home's own since, which is kept whole.
      if (this.parts.user.get()?.keys.user !== user) void this.#drop(user, live)
    }
    const onBlocks = ({ blocks }: Pick<BlocksArrived, 'blocks'>): void => {
      ops += blocks.length
      bytes += blocks.reduce((sum, block) => sum + block.byteLength, 0)
      if (ops > userOpsMax || bytes > userBytesMax) stop()
    }
    for (const { length, byteLength } of live.log.cores()) {
      ops += length
      bytes += byteLength
    }
    live.log.on('blocks', onBlocks)
    onBlocks({ blocks: [] })
  }

  /** Nothing more of it is fetched or served, until the home is opened again. */
  async #drop(user: UserId, live: LiveLog): Promise<void> {
    this.#tooLarge.add(user)
    this.#live.delete(user)
    this.parts.logger?.warn({ user }, 'A user log is larger than what is followed of one')
    try {
      await this.parts.network.leave(live.log)
      await this.parts.open.release(user)
    } catch (error) {
      this.parts.logger?.error({ err: error, user }, 'A user log could not be let go')
    }
  }
}

const claimedUsers = async (repositories: readonly LiveLog[]): Promise<ReadonlySet<UserId>> => {
  const cores: CoreView[] = []
  for (const { engine } of repositories) cores.push(...(await engine.queries.cores()))
  const byRole = cores.toSorted((a, b) => Number(a.role === 'normal') - Number(b.role === 'normal'))
  return new Set(byRole.flatMap((core) => core.user ?? []))
}
