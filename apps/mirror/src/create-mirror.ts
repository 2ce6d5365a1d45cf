import { join } from 'node:path'
import type { MirrorConfig } from '@hypergit/config'
import { createDashboard } from '@hypergit/dashboard'
import { createIdentity, defaultIdentitySettings } from '@hypergit/identity'
import { createNotifier } from '@hypergit/notifier'
import { createRegistry, type Logger, type Readiness, type ReadinessCheck } from '@hypergit/observability'
import { createReplicator } from '@hypergit/replicator'
import { createValidator } from '@hypergit/validator'
import { ClosingStack } from './closing-stack.js'
import { DataLock } from './data-lock.js'
import { keepDemoLocal } from './demo/demo-folder.js'
import { keptToken } from './kept-token.js'
import { keptLocalBootstrap } from './local-bootstrap.js'
import { removeMirrorFile, writeMirrorFile } from './mirror-file.js'
import { openBacking } from './open-backing.js'
import {
  dashboardSettings,
  notifierSettings,
  replicatorSettings,
  validatorSettings,
  type StartedFacts,
} from './service-settings.js'

/** A mirror that serves. */
export interface RunningMirror {
  readonly publicUrl: string
  /** The dashboard's page. */
  readonly operatorUrl: string
  /** `HOST:PORT` of the DHT bootstrap; undefined on the public DHT. */
  readonly bootstrap: string | undefined
  /** Bearer token of the operator API until an owner is set up. */
  readonly setupToken: string
  /** Stops the services, then what they stand on. */
  close(): Promise<void>
}

/** Fails as the service's own readiness does, in one sentence. */
const readyAs =
  (readiness: Readiness): ReadinessCheck =>
  async () => {
    const { ready, notReady } = await readiness.answer()
    if (!ready)
      throw new Error(
        Object.entries(notReady)
          .map(([name, why]) => `${name}: ${why}`)
          .join('; '),
      )
  }

/**
 * Starts every service of a mirror in this process; they talk over the queues as they do in separate ones. Resolves when pages are served, with
 * `mirror.json` written. What was opened is closed again when something fails. Throws MirrorError, DatabaseError, QueueError, LogError.
 */
export const createMirror = async (config: MirrorConfig, logger: Logger): Promise<RunningMirror> => {
  const closing = new ClosingStack()
  try {
    return await start(config, logger, closing)
  } catch (error) {
    await closing
      .close()
      .catch((problem: unknown) => logger.warn({ err: problem }, 'not closed cleanly after a failed start'))
    throw error
  }
}

const start = async (config: MirrorConfig, logger: Logger, closing: ClosingStack): Promise<RunningMirror> => {
  const { data } = config
  const lock = await DataLock.acquire(data)
  closing.add(() => lock.release())
  await keepDemoLocal(config)
  const onProblem = (problem: Error) => logger.warn({ err: problem }, 'lost for a moment')
  const { database, backend, queues } = await openBacking(config, closing, onProblem)
  logger.info({ database: database.describe(), queues: backend.description.text }, 'what the mirror stands on')

  const local = config.bootstrap === 'local' ? await keptLocalBootstrap(join(data, 'bootstrap-port')) : undefined
  if (local !== undefined) closing.add(() => local.stop())
  const urls: { public?: string; notifier?: string } = {}
  const facts: StartedFacts = {
    internalToken: config.internalToken ?? (await keptToken(join(data, 'internal-token'))),
    setupToken: await keptToken(join(data, 'setup-token')),
    bootstrap: local?.address ?? config.bootstrap,
    publicUrl: () => config.publicUrl ?? urls.public,
    notifierUrl: () => urls.notifier,
  }
  const registry = createRegistry('mirror')
  const shared = { database, registry }

  const notifier = await createNotifier({
    config: notifierSettings(config, facts),
    database,
    queues: await queues('notifier'),
    logger: logger.child({ service: 'notifier' }),
  })
  closing.add(() => notifier.close())
  urls.notifier = notifier.internalUrl
  const identity = await createIdentity({
    ...shared,
    config: { ...defaultIdentitySettings, ...config.identityQuotas },
    queues: await queues('identity'),
    logger: logger.child({ service: 'identity' }),
  })
  closing.add(() => identity.close())
  const validator = await createValidator({
    ...shared,
    config: validatorSettings(config),
    queues: await queues('validator'),
    logger: logger.child({ service: 'validator' }),
  })
  closing.add(() => validator.close())
  const replicator = await createReplicator({
    ...shared,
    config: replicatorSettings(config, facts),
    queues: await queues('replicator'),
    logger: logger.child({ service: 'replicator' }),
  })
  closing.add(() => replicator.close())
  const dashboard = await createDashboard({
    ...shared,
    settings: dashboardSettings(config, facts),
    queues: await queues('dashboard'),
    log: logger.child({ service: 'dashboard' }),
    readiness: {
      replicator: readyAs(replicator.readiness),
      validator: readyAs(validator.readiness),
      identity: readyAs(identity.readiness),
    },
  })
  closing.add(() => dashboard.close())

  const { publicUrl, operatorUrl } = dashboard
  const { bootstrap, setupToken } = facts
  urls.public = publicUrl
  await writeMirrorFile(data, {
    publicUrl,
    operatorUrl,
    pid: process.pid,
    setupToken,
    ...(bootstrap === undefined ? {} : { bootstrap }),
  })
  closing.add(() => removeMirrorFile(data))
  return { publicUrl, operatorUrl, bootstrap, setupToken, close: () => closing.close() }
}
