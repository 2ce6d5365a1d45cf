// What @hypergit/log/testing offers to the tests of other workspaces is exported from this file.
export { type Answering, RawCore } from './raw-core.js'
export { RawPeer, type RawPeerOptions } from './raw-peer.js'
