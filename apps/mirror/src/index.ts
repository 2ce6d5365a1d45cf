// What @hypergit/mirror offers to other workspaces is exported from this file, and only from it.
export { createMirror, type RunningMirror } from './create-mirror.js'
export { MirrorError, type MirrorErrorCode } from './mirror-error.js'
