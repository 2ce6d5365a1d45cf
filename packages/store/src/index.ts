// What @hypergit/store offers to other workspaces is exported from this file, and only from it.
export { default as storeDefinition } from '../spec/generated/index.js'
export { StoreError, type StoreErrorCode } from './store-error.js'
export { StoreFolder } from './store-folder.js'
