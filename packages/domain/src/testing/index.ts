// What @hypergit/domain/testing offers to the tests of other workspaces is exported from this file. The contract suite of stores needs jest
// around it, so it has an entry of its own: @hypergit/domain/testing/store-contract.
export { actionOf, actionTypesOf, anyActionIn, anyId } from './action-arbitraries.js'
export { blake2b256 } from './blake2b256.js'
export { coreOf } from './core-names.js'
export { trustingCrypto } from './hashed-identities.js'
export { HostileBlocks, type HostileBlocksOptions, type SoundOp } from './hostile-blocks.js'
export { pick, randomOf } from '../conformance/random.js'
export { ScenarioLog, scenarioLog } from './scenario-log.js'
export type { AppendOptions, Appended, ScenarioLogOptions } from './scenario-log.js'
