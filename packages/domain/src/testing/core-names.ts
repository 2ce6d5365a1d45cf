import b4a from 'b4a'
import { idFromBytes } from '../encoding/id-bytes.js'
import { coreKey, type CoreKey } from '../ids.js'
import { blake2b256 } from './blake2b256.js'

/** The same core key for the same name and seed. Nothing in the domain checks a signature, so any 32 bytes are a core. */
export const coreOf = (name: string, seed = 'test'): CoreKey =>
  coreKey(idFromBytes(blake2b256([b4a.from(`hypergit test core ${seed} ${name}`)])))
