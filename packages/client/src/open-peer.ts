import { ClientError } from './api/client-error.js'
import { type OpenPeer, type PeerLimits, peerLimits, type PeerOptions } from './api/options.js'
import type { Backend } from './control/calls.js'
import { GuestBackend } from './control/guest-backend.js'
import { HomeLock } from './home/home-lock.js'
import { type HomePaths, prepareHome } from './home/home-paths.js'
import { SharedPeer } from './shared-peer.js'

/** Between two looks whether the home is free or its holder answers, ms. */
const retryMs = 20

// An entry of its own beside index.ts, for commands that mostly ask a running peer.
export { ClientError } from './api/client-error.js'
export { assertOwnersAlone } from './user/key-file.js'

export const openPeer: OpenPeer = async (options) => {
  const limits: PeerLimits = { ...peerLimits, ...options.limits }
  const paths = await prepareHome(options.home)
  const acquire = () => acquireHome(paths, options, limits)
  return new SharedPeer(options.home, await acquire(), acquire, limits)
}

/** Swarm and stores take longer to load than a running peer takes to answer, so they are loaded only by who holds the home. */
const hold = async (paths: HomePaths, lock: HomeLock, options: PeerOptions, limits: PeerLimits): Promise<Backend> => {
  const { holdHome } = await import('./peer/hold-home.js')
  return holdHome(paths, lock, options, limits)
}

/** Holds the home if nobody does, else reaches the process that does. Who holds it may end at any moment, so both are tried in turn. */
const acquireHome = async (paths: HomePaths, options: PeerOptions, limits: PeerLimits): Promise<Backend> => {
  const until = Date.now() + limits.homeWaitMs
  do {
    const lock = await HomeLock.tryAcquire(paths.lock)
    if (lock !== undefined) return await hold(paths, lock, options, limits)
    const guest = await GuestBackend.connect(paths.socket, limits)
    if (guest !== undefined) return guest
    await new Promise((resolve) => void setTimeout(resolve, retryMs * (0.5 + Math.random())))
  } while (Date.now() < until)
  throw new ClientError(
    'HOME_IN_USE',
    `${paths.home} is held by another process that does not answer, perhaps since it was suspended: let it go on (\`fg\`), or stop it, and try again`,
  )
}
