// What @hypergit/domain/testing offers to the tests of other workspaces is exported from this file.
export { blake2b256 } from './blake2b256.js'
export { coreOf } from './core-names.js'
