// What @hypergit/identity offers to other workspaces is exported from this file, and only from it.
export { createIdentity, type RunningIdentity } from './create-identity.js'
export { IdentityModule } from './identity.module.js'
export { Identity, type IdentityOptions } from './identity.js'
export { defaultIdentitySettings, type IdentitySettings } from './settings.js'
