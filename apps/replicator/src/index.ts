// What @hypergit/replicator offers to other workspaces is exported from this file, and only from it.
export { createReplicator, type RunningReplicator } from './create-replicator.js'
export { ReplicatorModule } from './replicator.module.js'
export { Replicator, type ReplicatorOptions } from './replicator.js'
export { defaultReplicatorSettings, withUserQuotas, type ReplicatorSettings } from './settings.js'
