export { ConfigError, configExitStatus } from './config-error.js'
export type { DkimConfig, MailConfig } from './mail-config.js'
export { readMirrorConfig, type MirrorCommand, type MirrorConfig } from './mirror-config.js'
export type { AdmissionQuotas, BackingConfig, IdentityQuotas, LogLevel, QueueChaos, UserLogQuotas } from './parts.js'
export type { Environment } from './read-settings.js'
export {
  readDashboardConfig,
  readIdentityConfig,
  readNotifierConfig,
  readReplicatorConfig,
  readValidatorConfig,
  type DashboardConfig,
  type HealthConfig,
  type IdentityConfig,
  type NotifierConfig,
  type ReplicatorConfig,
  type ValidatorConfig,
} from './service-configs.js'
