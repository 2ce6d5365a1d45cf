import { coreKey, logId } from '@hypergit/domain'
import b4a from 'b4a'
import { domainCrypto } from '../rules/domain-crypto.js'
import { type DeviceKey, deviceChainMax, deviceKeyBy, newDeviceKeyPair, userAttesting } from './device-key.js'
import { newPhrase, withIdentity } from './phrase.js'
import { userKeys } from './user-keys.js'

const repository = logId('1'.repeat(64))
const core = coreKey('2'.repeat(64))
const device = coreKey('3'.repeat(64))

const firstKey = (): Promise<DeviceKey> =>
  withIdentity(newPhrase(), (identity) => Promise.resolve(deviceKeyBy(identity, 1_000)))

/** The device that `key` invites. */
const next = (key: DeviceKey): DeviceKey => {
  const keyPair = newDeviceKeyPair()
  const proof = userKeys(key, device).attestDevice(keyPair.publicKey)
  if (proof === undefined) throw new Error('the chain is full')
  return { user: key.user, keyPair, proof }
}

describe('The keys of a device', () => {
  it('claim a core for their user, in one repository and for nobody else', async () => {
    const key = await firstKey()
    const proof = userKeys(key, device).attestClaim(repository, core)
    const { claim } = domainCrypto.proofs
    expect(claim(proof, key.user, repository, core)).toBe(true)
    expect(claim(proof, key.user, logId('4'.repeat(64)), core)).toBe(false)
    expect(claim(proof, key.user, repository, device)).toBe(false)
    expect(claim(proof, (await firstKey()).user, repository, core)).toBe(false)
  })

  it('cannot say what only the identity key may say of devices', async () => {
    const key = await firstKey()
    const proof = userKeys(key, device).attest(b4a.from('anything'))
    expect(domainCrypto.proofs.device(proof, key.user, 'device.authorize', device)).toBe(false)
    expect(domainCrypto.proofs.device(key.proof, key.user, 'device.authorize', device)).toBe(false)
  })

  it(`attest further devices, up to ${deviceChainMax} from the identity key`, async () => {
    let key = await firstKey()
    for (let length = 1; length < deviceChainMax; length += 1) {
      key = next(key)
      expect(userAttesting(key.proof, key.keyPair.publicKey)).toBe(key.user)
      const proof = userKeys(key, device).attestClaim(repository, core)
      expect(domainCrypto.proofs.claim(proof, key.user, repository, core)).toBe(true)
    }
    expect(userKeys(key, device).attestDevice(newDeviceKeyPair().publicKey)).toBeUndefined()
  })

  it('are told from those of another device, and from no proof at all', async () => {
    const key = await firstKey()
    expect(userAttesting(key.proof, newDeviceKeyPair().publicKey)).toBeUndefined()
    for (const bytes of [new Uint8Array(), b4a.alloc(200, 255), key.proof.subarray(0, 40)])
      expect(userAttesting(bytes, key.keyPair.publicKey)).toBeUndefined()
  })
})
