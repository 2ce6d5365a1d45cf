// What @hypergit/client/testing offers to the tests of other workspaces is exported from this file, and only from it.
export { type HostilePeer, type HostileWrite, openHostilePeer } from './append-unchecked.js'
export { scenarioIdentities } from '../rules/scenario-identities.js'
export { WrittenLog, WrittenPeople, type WrittenUser } from './written-people.js'
export { madeUser } from './made-user.js'
