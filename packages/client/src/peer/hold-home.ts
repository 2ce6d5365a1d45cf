import { access } from 'node:fs/promises'
import type { LogId } from '@hypergit/domain'
import { type LogStorageOptions, openLogStorage } from '@hypergit/log'
import { StoreFolder } from '@hypergit/store'
import { ClientError } from '../api/client-error.js'
import type { PeerLimits, PeerOptions } from '../api/options.js'
import { asClientError } from '../control/as-client-error.js'
import { ControlServer } from '../control/control-server.js'
import { HolderBackend } from '../control/holder-backend.js'
import { copiedHomeHelp } from '../home/copied-home.js'
import { HomeFile, type NamedRepository } from '../home/home-file.js'
import type { HomeLock } from '../home/home-lock.js'
import type { HomePaths } from '../home/home-paths.js'
import { FollowedUsers } from '../identity/followed-users.js'
import { Network } from '../network/network.js'
import { blockRules } from '../rules/block-rules.js'
import { UserHolder } from '../user/user-home.js'
import type { HomeParts } from './home-parts.js'
import { LocalPeer } from './local-peer.js'
import { OpenRepositories } from './open-repositories.js'

/** A home on its own stores. */
export interface HeldHome {
  readonly parts: HomeParts
  readonly close: () => Promise<void>
}

/** Opens the stores of a home that this process has the lock of. Rejects with HOME_BROKEN, HOME_COPIED or STORE_FAILED; nothing stays open then. */
export const openHome = async (
  paths: HomePaths,
  options: PeerOptions,
  limits: PeerLimits,
  storageOptions: Pick<LogStorageOptions, 'keyPairOf'> = {},
): Promise<HeldHome> => {
  const clock = options.clock ?? Date.now
  const { logger } = options
  const closing = new AbortController()
  const undo: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    closing.abort()
    for (const step of undo.splice(0).toReversed()) await step()
  }
  let file: HomeFile | undefined
  try {
    file = await HomeFile.read(paths.file)
    const userLogs = new Set<LogId>()
    const storage = await openLogStorage({
      dir: paths.home,
      rules: blockRules((log) => (userLogs.has(log) ? 'user' : 'repository')),
      clock,
      ...storageOptions,
    })
    undo.push(() => storage.close())
    const stores = await StoreFolder.open(paths.views)
    undo.push(() => stores.close())
    const open = new OpenRepositories({ storage, stores, userLogs, limits, clock, logger })
    undo.push(() => open.close())
    const user = await UserHolder.open({ folder: paths.identity, storage, open })
    const network = new Network(storage, options)
    undo.push(() => network.close())
    const followed = new FollowedUsers({ file, storage, open, network, user, limits, logger })
    return {
      parts: {
        paths,
        file,
        storage,
        stores,
        open,
        network,
        user,
        followed,
        limits,
        clock,
        logger,
        closing: closing.signal,
      },
      close,
    }
  } catch (cause) {
    await close()
    const isSomebodys = await isThere(paths.identity)
    throw explained(paths, cause, file?.list() ?? [], isSomebodys)
  }
}

/** Holds a home: opens its stores, and offers them to other processes until it closes. */
export const holdHome = async (
  paths: HomePaths,
  lock: HomeLock,
  options: PeerOptions,
  limits: PeerLimits,
): Promise<HolderBackend> => {
  let held: HeldHome | undefined
  try {
    held = await openHome(paths, options, limits)
    const { parts, close } = held
    let server: ControlServer | undefined
    const backend = new HolderBackend(new LocalPeer(parts), async () => {
      await server?.close()
      await close()
      await lock.release()
    })
    server = new ControlServer(paths.socket, backend, limits, options.logger)
    await server.listen()
    return backend
  } catch (error) {
    await held?.close()
    await lock.release()
    throw error
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const explained = (
  { home }: HomePaths,
  cause: unknown,
  repositories: readonly NamedRepository[],
  isSomebodys: boolean,
): ClientError => {
  const error = asClientError(cause)
  if (error instanceof ClientError) {
    if (error.code !== 'HOME_COPIED') return error
    return new ClientError('HOME_COPIED', `${error.message}.\n${copiedHomeHelp(home, repositories, isSomebodys)}`, {
      cause,
    })
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  return new ClientError('STORE_FAILED', `${home} cannot be opened: ${message}`, { cause })
}
