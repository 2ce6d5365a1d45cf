import type { Database } from '@hypergit/database'
import { domainCrypto } from '@hypergit/client'
import type { LogId, LogKind } from '@hypergit/domain'
import { Readiness, repeat, type Logger, type Repeating } from '@hypergit/observability'
import type { Queues, Working } from '@hypergit/queues'
import type { OnModuleDestroy } from '@nestjs/common'
import type { Registry } from 'prom-client'
import { AgreedSweeps } from './judging/agreed-sweeps.js'
import { JudgedLog } from './judging/judged-log.js'
import { LeftOpen } from './judging/left-open.js'
import { OpenLogs } from './judging/open-logs.js'
import type { ValidatorSettings } from './settings.js'
import { migrations } from './sql/migrations.js'
import { PositionStore } from './sql/position-store.js'
import { SightingStore } from './sql/sighting-store.js'
import { StateFolder } from './state/state-folder.js'
import { RecentSends } from './telling/recent-sends.js'
import { Teller } from './telling/teller.js'
import { leavePartition, validatorHandlers } from './validator.processor.js'

export interface ValidatorOptions {
  readonly config: ValidatorSettings
  readonly database: Database
  readonly queues: Queues<'validator'>
  readonly logger: Logger
  /** Where metrics are collected; absent: a registry of its own. */
  readonly registry?: Registry
}

const now = (): number => Date.now()
const schemaName = 'validator'
const recentBytesMax = 16 * 1024 * 1024
const resendEveryMs = 5_000
const closeIdleEveryMs = 10_000
const finishEveryMs = 1_000
/** Logs that are judged at the same time: judging is CPU, storing waits for the disk. */
const logsAtOnce = 4

/** Judges the logs whose partitions this process holds, and says what came of it. */
export class Validator implements OnModuleDestroy {
  private constructor(
    private readonly options: ValidatorOptions,
    private readonly folder: StateFolder,
    private readonly logs: OpenLogs,
    private readonly working: Working,
    private readonly repeating: readonly Repeating[],
  ) {}

  /** Opens the folder and starts working. Rejects when folder, SQL or queues cannot be used. */
  static async start(options: ValidatorOptions): Promise<Validator> {
    const { config, database, queues, logger } = options
    await database.migrate(schemaName, migrations)
    const pool = database.pool(schemaName)
    const folder = await StateFolder.open(config.folder, domainCrypto)
    const recent = new RecentSends({ resendAfterMs: config.resendAfterMs, bytesMax: recentBytesMax, now })
    const teller = new Teller(queues, recent)
    const positions = new PositionStore(pool, folder.name)
    const agreed = new AgreedSweeps()
    const judging = {
      openState: (log: LogId, kind: LogKind) => folder.openState(log, kind),
      teller,
      positions,
      sightings: new SightingStore(pool),
      raiseEpoch: (log: LogId) => queues.raiseEpoch(log),
      onJudging: (log: LogId) => agreed.forget(log),
      settings: config,
      now,
      logger,
    }
    const logs = new OpenLogs({
      open: (log, kind) => JudgedLog.open(log, kind, judging),
      openLogsMax: config.openLogsMax,
      idleCloseMs: config.idleCloseMs,
      now,
      onCloseFailed: (log, error) => logger.warn({ err: error, log }, 'a log did not close cleanly'),
    })
    const leftOpen = new LeftOpen({
      find: (partition) => positions.leftOpen(partition),
      finish: ({ log, kind }) => logs.use(log, kind, (judged) => judged.finish()),
    })
    const parts = { logs, leftOpen, agreed, positions, teller }
    try {
      const working = await queues.work(validatorHandlers(parts), {
        concurrency: logsAtOnce,
        onGained: async (partition) => leftOpen.gained(partition),
        onLost: (partition) => leavePartition(parts, partition),
      })
      const repeating = [
        repeat(
          (signal) => leftOpen.run(signal),
          finishEveryMs,
          (error) => logger.warn({ err: error }, 'what a killed validator left could not be finished yet'),
        ),
        repeat(
          () => recent.sendDue(),
          resendEveryMs,
          (error) => logger.warn({ err: error }, 'sending again failed'),
        ),
        repeat(
          () => logs.closeIdle(),
          closeIdleEveryMs,
          (error) => logger.warn({ err: error }, 'closing idle logs failed'),
        ),
      ]
      return new Validator(options, folder, logs, working, repeating)
    } catch (error) {
      await folder.close()
      throw error
    }
  }

  /** Logs whose state is open. */
  get openLogs(): number {
    return this.logs.size
  }

  held(): readonly number[] {
    return this.working.held()
  }

  /** What has to hold before it can work. */
  readiness(): Readiness {
    return new Readiness({
      postgres: () => this.options.database.ping(),
      queues: () => this.options.queues.ping(),
      leases: () => {
        if (this.held().length === 0) throw new Error('no partition is held yet')
      },
      state: () => {
        if (this.folder.failure !== undefined) throw this.folder.failure
      },
    })
  }

  /** Finishes the jobs in hand and closes every log; database and queues stay open for their owner. */
  async close(): Promise<void> {
    await Promise.all(this.repeating.map((one) => one.close()))
    await this.working.close()
    await this.logs.closeAll()
    await this.folder.close()
  }

  onModuleDestroy(): Promise<void> {
    return this.close()
  }
}
