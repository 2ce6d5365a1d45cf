import type { LogId } from '@hypergit/domain'
import b4a from 'b4a'
import { hash, namespace, sign, verify } from 'hypercore-crypto'
import type { CoreKeyPair } from 'hypercore'
import type { CoreProof } from './messages.js'

const [fromInitiator, fromResponder, holdsCore] = namespace('hypergit/log/1', 3) as [Buffer, Buffer, Buffer]

/**
 * Shows to who knows the log's id that the sender knows it too, on this connection only: BLAKE2b-256(namespace of the sender's role ‖ log id ‖
 * handshake hash). Who does not know the id learns nothing from it.
 */
export const capability = (log: LogId, handshakeHash: Uint8Array, isInitiator: boolean): Uint8Array =>
  hash([isInitiator ? fromInitiator : fromResponder, b4a.from(log, 'hex'), handshakeHash])

const coreClaim = (handshakeHash: Uint8Array, noisePublicKey: Uint8Array): Uint8Array =>
  hash([holdsCore, handshakeHash, noisePublicKey])

/** Proves to hold a core's secret key: hash(namespace, handshakeHash, the prover's noise key) signed with the core's key pair. */
export const proveCore = (
  keyPair: CoreKeyPair,
  userData: Uint8Array | undefined,
  handshakeHash: Uint8Array,
  noisePublicKey: Uint8Array,
): CoreProof => ({
  signer: { publicKey: keyPair.publicKey, ...(userData === undefined ? {} : { userData }) },
  signature: sign(coreClaim(handshakeHash, noisePublicKey), keyPair.secretKey),
})

/** Whether the proof is that of the peer with this noise key, on this connection. */
export const provesCore = (proof: CoreProof, handshakeHash: Uint8Array, noisePublicKey: Uint8Array): boolean =>
  verify(coreClaim(handshakeHash, noisePublicKey), proof.signature, proof.signer.publicKey)
