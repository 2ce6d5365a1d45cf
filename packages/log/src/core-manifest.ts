import { type CoreKey, coreKey } from '@hypergit/domain'
import b4a from 'b4a'
import Hypercore, { type Manifest } from 'hypercore'

/** The only manifests that a core here may have (docs/protocol.md, section 3): one ed25519 signer, and for a user log's founding core its user data. */
export interface CoreSigner {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** The identity public key, 32 bytes; makes it a manifest of version 2, which only a founding core may have. */
  readonly userData?: Uint8Array
}

/** The manifest in Hypercore's form. */
export const manifestOf = ({ publicKey, userData }: CoreSigner): Manifest =>
  userData === undefined ? { version: 1, signers: [{ publicKey }] } : { version: 2, signers: [{ publicKey }], userData }

/** The key that a signer's core has. */
export const keyOfSigner = (signer: CoreSigner): CoreKey =>
  coreKey(b4a.toString(Hypercore.key(manifestOf(signer)), 'hex'))

/** Whether the signer is that of `core`, in a manifest that `core` may have. */
export const signs = (signer: CoreSigner, core: CoreKey, isFounder: boolean): boolean =>
  (signer.userData === undefined || isFounder) && keyOfSigner(signer) === core
