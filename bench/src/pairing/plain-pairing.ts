import { randomBytes } from 'node:crypto'
import BlindPairing from 'blind-pairing'
import { openPlainSwarm } from '../plain/plain-swarm.js'

/** blind-pairing as it comes: from an invite that can be found until the other side has the key, with nobody asked and nothing compared, ms. */
export const plainPairingMs = async (bootstrap: string): Promise<number> => {
  const swarms = [
    await openPlainSwarm(bootstrap, () => undefined),
    await openPlainSwarm(bootstrap, () => undefined),
  ] as const
  const [inviting, joining] = [new BlindPairing(swarms[0]), new BlindPairing(swarms[1])]
  try {
    const key = randomBytes(32)
    const { invite, publicKey, discoveryKey } = BlindPairing.createInvite(key)
    const member = inviting.addMember({
      discoveryKey,
      onadd: (request) => {
        request.open(publicKey)
        request.confirm({ key })
        return Promise.resolve()
      },
    })
    await member.flushed()
    const from = performance.now()
    const paired = await new Promise<number>((resolve) => {
      joining.addCandidate({
        invite,
        userData: randomBytes(64),
        onadd: () => Promise.resolve(resolve(performance.now() - from)),
      })
    })
    return paired
  } finally {
    await inviting.close()
    await joining.close()
    for (const swarm of swarms) await swarm.destroy({ force: true })
  }
}
