// What @hypergit/domain offers to other workspaces is exported from this file, and only from it.
export type * from './action.js'
export type * from './engine.js'
export * from './ids.js'
export type * from './op.js'
export * from './outcome.js'
export type * from './report.js'
export type * from './views.js'
