import type { UserId } from '@hypergit/domain'
import { peerLimits } from '../src/api/options.js'
import type { Peer } from '../src/api/peer.js'
import { HomeLock } from '../src/home/home-lock.js'
import { prepareHome } from '../src/home/home-paths.js'
import { type HeldHome, openHome } from '../src/peer/hold-home.js'
import { appendChecked } from '../src/repository/append-checked.js'
import { newDeviceKeyPair } from '../src/user/device-key.js'
import { type Homes, ok } from './homes.js'

const opened = async <Result>(home: string, work: (held: HeldHome) => Promise<Result>): Promise<Result> => {
  const paths = await prepareHome(home)
  const lock = await HomeLock.tryAcquire(paths.lock)
  if (lock === undefined) throw new Error(`${home} is open`)
  const held = await openHome(paths, { home }, peerLimits)
  try {
    return await work(held)
  } finally {
    await held.close()
    await lock.release()
  }
}

/** Makes the second of two homes that are not open a machine of the first one's user, as an invite does over the network. */
export const authorize = (homes: Homes, first: string, second: string): Promise<void> =>
  opened(homes.path(first), ({ parts: old }) =>
    opened(homes.path(second), async ({ parts: young }) => {
      const user = old.user.get()
      if (user === undefined) throw new Error(`${first} is nobody's`)
      const keyPair = newDeviceKeyPair()
      const proof = user.keys.attestDevice(keyPair.publicKey)
      if (proof === undefined) throw new Error('the chain is too long')
      const { keys } = await young.user.adopt({ user: user.keys.user, keyPair, proof })
      const device = { type: 'device.authorize', core: keys.device, name: second, proof: new Uint8Array() } as const
      const appended = await user.live.exclusively(() =>
        appendChecked(user.live, user.keys.device, [device], old.clock()),
      )
      if (!appended.ok) throw new Error(appended.failure.message)
    }),
  )

/** Makes a home a new user's, with a machine that is called as the home. */
export const becomeUser = async (peer: Peer, name: string, device: string): Promise<UserId> =>
  (await ok(peer.createUser({ name, device, offline: true }))).user
