import type { UserView } from '@hypergit/domain'
import type { LogStorage } from '@hypergit/log'
import { join } from 'node:path'
import type { OpenRepositories } from '../peer/open-repositories.js'
import type { LiveLog } from '../repository/live-log.js'
import { type DeviceKey, DeviceKeyFile } from './device-key.js'
import { KeptPhrase } from './kept-phrase.js'
import { type UserKeys, userKeys } from './user-keys.js'

/** The user that a home belongs to. */
export interface UserHome {
  readonly keys: UserKeys
  /** The user log, also in a home whose device does not count in it. */
  readonly live: LiveLog
  readonly view: () => Promise<UserView>
}

export interface UserHolderParts {
  /** HOME/identity. */
  readonly folder: string
  readonly storage: LogStorage
  readonly open: OpenRepositories
}

/** Whose home it is, once it is somebody's. */
export class UserHolder {
  readonly #device: DeviceKeyFile
  /** The recovery phrase, until it is saved. */
  readonly phrase: KeptPhrase
  #user: UserHome | undefined

  private constructor(private readonly parts: UserHolderParts) {
    this.#device = new DeviceKeyFile(join(parts.folder, 'device.json'))
    this.phrase = new KeptPhrase(join(parts.folder, 'recovery.json'), () => parts.storage.secret('recovery'))
  }

  /** Rejects with KEYS_EXPOSED or HOME_BROKEN. */
  static async open(parts: UserHolderParts): Promise<UserHolder> {
    const holder = new UserHolder(parts)
    const key = await holder.#device.read()
    if (key !== undefined) holder.#user = await holder.#open(key)
    return holder
  }

  get(): UserHome | undefined {
    return this.#user
  }

  /** From now on, and after a restart, the home is this user's, by this key. */
  async adopt(key: DeviceKey): Promise<UserHome> {
    await this.#device.write(key)
    this.#user = await this.#open(key)
    return this.#user
  }

  async #open(key: DeviceKey): Promise<UserHome> {
    const live = await this.parts.open.user(key.user)
    return {
      keys: userKeys(key, await live.log.ownCore()),
      live,
      view: () => live.engine.queries.user(),
    }
  }
}
