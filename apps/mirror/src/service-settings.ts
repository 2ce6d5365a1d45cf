import { join } from 'node:path'
import type { MirrorConfig } from '@hypergit/config'
import type { DashboardSettings } from '@hypergit/dashboard'
import { defaultAdmissionLimits } from '@hypergit/log'
import type { NotifierSettings } from '@hypergit/notifier'
import { defaultReplicatorSettings, withUserQuotas, type ReplicatorSettings } from '@hypergit/replicator'
import { defaultValidatorSettings, type ValidatorSettings } from '@hypergit/validator'

/** What is made at the start or known only while the services start. */
export interface StartedFacts {
  readonly internalToken: string
  readonly setupToken: string
  readonly bootstrap: string | undefined
  /** Origin of the pages, once they are served. */
  readonly publicUrl: () => string | undefined
  /** Origin of the notifier's internal API, once it listens. */
  readonly notifierUrl: () => string | undefined
}

/** Who mails that become files are said to come from. */
const mailFromOfFiles = 'mirror@localhost'

const about = ({ mirrorName, contact }: MirrorConfig) => ({ mirrorName, ...(contact === undefined ? {} : { contact }) })

export const replicatorSettings = (config: MirrorConfig, { bootstrap }: StartedFacts): ReplicatorSettings => ({
  ...withUserQuotas(defaultReplicatorSettings, config.userQuotas),
  folder: join(config.data, 'replicator'),
  limits: { ...defaultAdmissionLimits, ...config.quotas },
  dhtPort: config.dhtPort,
  ...(bootstrap === undefined ? {} : { bootstrap }),
})

export const validatorSettings = (config: MirrorConfig): ValidatorSettings => ({
  ...defaultValidatorSettings,
  folder: join(config.data, 'validator'),
})

/** The internal API is between the services of this process, so it stays on loopback. */
export const notifierSettings = (
  config: MirrorConfig,
  { internalToken, publicUrl }: StartedFacts,
): NotifierSettings => {
  const { smtpUrl, from, holdBackMs, dkim } = config.mail
  return {
    ...about(config),
    route:
      smtpUrl === undefined ? { kind: 'folder', path: join(config.data, 'outbox') } : { kind: 'smtp', url: smtpUrl },
    mailFrom: from ?? mailFromOfFiles,
    holdBackMs,
    publicUrl,
    internalToken,
    host: '127.0.0.1',
    port: 0,
    ...(dkim === undefined ? {} : { dkim }),
  }
}

export const dashboardSettings = (config: MirrorConfig, facts: StartedFacts): DashboardSettings => {
  const { host, port, operatorHost, operatorPort, operatorToken, trustProxy, publicUrl } = config
  return {
    ...about(config),
    host,
    port,
    operatorHost,
    operatorPort,
    trustProxy,
    operatorTokens: operatorToken === undefined ? [facts.setupToken] : [operatorToken, facts.setupToken],
    bootstrap: () => facts.bootstrap,
    notifierUrl: facts.notifierUrl,
    internalToken: facts.internalToken,
    ...(publicUrl === undefined ? {} : { publicUrl }),
  }
}
