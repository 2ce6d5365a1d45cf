// What @hypergit/log offers to other workspaces is exported from this file, and only from it.
export * from './admission-limits.js'
export * from './admission-status.js'
export * from './block-rules.js'
export * from './errors.js'
export * from './log-api.js'
export * from './swarm-api.js'
