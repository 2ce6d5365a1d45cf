import type { Database } from '@hypergit/database'
import type { LogId, LogKind } from '@hypergit/domain'
import { blockRules } from '@hypergit/client'
import { openLogStorage, openSwarm, type BlockRules, type Log, type LogStorage, type Swarm } from '@hypergit/log'
import { Readiness, repeat, type Logger, type Repeating } from '@hypergit/observability'
import { partitionCount, partitionOf, type Queues, type Working } from '@hypergit/queues'
import type { OnModuleDestroy } from '@nestjs/common'
import type { Registry } from 'prom-client'
import { EvidenceDesk } from './evidence/evidence-desk.js'
import { LanePace } from './feeding/lane-pace.js'
import { LogFeed } from './feeding/log-feed.js'
import { FollowingReporter } from './following/following-reporter.js'
import { HostedLogs } from './hosting/hosted-logs.js'
import { Limiter } from './hosting/limiter.js'
import { removeStopped } from './hosting/removal.js'
import { replicatorHandlers } from './replicator.processor.js'
import type { ReplicatorSettings } from './settings.js'
import { FollowedStore } from './sql/followed-store.js'
import { HostedStore } from './sql/hosted-store.js'
import { migrations } from './sql/migrations.js'
import { Reporter } from './status/reporter.js'
import { Sweeper } from './sweeping/sweeper.js'

export interface ReplicatorOptions {
  readonly config: ReplicatorSettings
  readonly database: Database
  readonly queues: Queues<'replicator'>
  readonly logger: Logger
  /** Where metrics are collected; absent: a registry of its own. */
  readonly registry?: Registry
}

const now = (): number => Date.now()
const schemaName = 'replicator'
const removeEveryMs = 60 * 60_000
/** A public DHT may take longer; the replicator works meanwhile, and is not ready. */
const dhtPatienceMs = 3_000
/** Jobs of different partitions at the same time. */
const jobsAtOnce = 8

/** Which logs are judged as what, known once the hosted logs are. */
interface Kinds {
  of?: (log: LogId) => LogKind
}

interface Parts {
  readonly storage: LogStorage
  readonly swarm: Swarm
  readonly hosted: HostedLogs
  readonly working: Working
  readonly evidenceDesk: EvidenceDesk
  readonly repeating: readonly Repeating[]
}

/** Holds the cores of the hosted logs whose partitions this process holds, serves them to the swarm, and feeds the validator. */
export class Replicator implements OnModuleDestroy {
  private constructor(
    private readonly options: ReplicatorOptions,
    private readonly parts: Parts,
  ) {}

  /** Opens the cores, joins the swarm and starts working. Rejects when the folder, the DHT, SQL or queues cannot be used. */
  static async start(options: ReplicatorOptions): Promise<Replicator> {
    const { config, database } = options
    await database.migrate(schemaName, migrations)
    const kinds: Kinds = {}
    const rules = blockRules((log) => kinds.of?.(log) ?? 'repository')
    const storage = await openLogStorage({ dir: config.folder, rules, limits: config.limits })
    try {
      const { bootstrap, dhtPort } = config
      const swarm = await openSwarm(storage, { dhtPort, ...(bootstrap === undefined ? {} : { bootstrap }) })
      try {
        await swarm.awaitReachable(dhtPatienceMs)
        return new Replicator(options, await startParts(options, { storage, swarm, rules, kinds }))
      } catch (error) {
        await swarm.close()
        throw error
      }
    } catch (error) {
      await storage.close()
      throw error
    }
  }

  /** `HOST:PORT` that peers on this machine can use, when the bootstrap is local or was given. */
  get bootstrap(): string | undefined {
    return this.parts.swarm.bootstrap
  }

  get hostedLogs(): number {
    return this.parts.hosted.repositories
  }

  get followedUsers(): number {
    return this.parts.hosted.size - this.parts.hosted.repositories
  }

  held(): readonly number[] {
    return this.parts.working.held()
  }

  admission() {
    return this.parts.storage.admissionStatus()
  }

  /** What has to hold before it can work. */
  readiness(): Readiness {
    const { storage, swarm } = this.parts
    return new Readiness({
      postgres: () => this.options.database.ping(),
      queues: () => this.options.queues.ping(),
      leases: () => {
        if (this.held().length === 0) throw new Error('no partition is held yet')
      },
      swarm: () => {
        if (!swarm.reachable) throw new Error('no node of the DHT answers')
      },
      cores: () => {
        if (storage.failure !== undefined) throw storage.failure
      },
      'disk budget': () => {
        const { full, bytesTotal, bytesTotalMax } = storage.admissionStatus()
        if (full) throw new Error(`${bytesTotal} of ${bytesTotalMax} bytes are used; new blocks are refused`)
      },
    })
  }

  /** Finishes the jobs in hand, leaves the swarm and closes the cores; database and queues stay open for their owner. */
  async close(): Promise<void> {
    const { storage, swarm, working, evidenceDesk, repeating } = this.parts
    await Promise.all([...repeating.map((one) => one.close()), evidenceDesk.close()])
    // The swarm goes first, so that leaving each topic does not wait for the DHT.
    await swarm.close()
    await working.close()
    await storage.close()
  }

  onModuleDestroy(): Promise<void> {
    return this.close()
  }
}

interface Opened {
  readonly storage: LogStorage
  readonly swarm: Swarm
  readonly rules: BlockRules
  readonly kinds: Kinds
}

const startParts = async (options: ReplicatorOptions, { storage, swarm, rules, kinds }: Opened): Promise<Parts> => {
  const { config, database, queues, logger } = options
  const pool = database.pool(schemaName)
  const hostedStore = new HostedStore(pool)
  const followedStore = new FollowedStore(pool, config.followedMax)
  const [validate, sweep, replication, bundles, following] = [
    queues.producer('validate'),
    queues.producer('sweep'),
    queues.producer('replication'),
    queues.producer('bundles'),
    queues.producer('following'),
  ]
  const warn = (message: string, log?: LogId) => (error: unknown) => logger.warn({ err: error, log }, message)
  const paces = Array.from({ length: partitionCount }, () => new LanePace())
  const feedOf = (log: Log, kind: LogKind): LogFeed =>
    new LogFeed(log, {
      kind,
      rules,
      send: (job) => validate.send(job),
      pace: paces[partitionOf(log.id)] ?? new LanePace(),
      outstandingJobsMax: config.outstandingJobsMax,
      answerPatienceMs: config.answerPatienceMs,
      askPauseMaxMs: config.unsettledSweepMs,
      now,
      onError: warn('feeding the validator failed; the sweep sends again', log.id),
    })
  const hosted = new HostedLogs({
    storage,
    swarm,
    feedOf,
    userLogBounds: config.userLogBounds,
    joins: new Limiter(config.joinsAtOnceMax),
    now,
    onJoinFailed: (log, error) => warn('announcing a log failed', log)(error),
  })
  kinds.of = (log) => hosted.kindOf(log)
  const hostPartition = async (partition: number): Promise<void> => {
    for (const { user, sinceMs } of await followedStore.inPartition(partition)) await hosted.follow(user, sinceMs)
    for (const log of await hostedStore.inPartition(partition)) await hosted.host(log)
  }
  const evidenceDesk = new EvidenceDesk({
    find: (log) => hosted.get(log)?.log,
    send: (job) => bundles.send(job),
    bounds: config.evidenceBounds,
    waitingMax: config.evidenceWaitingMax,
    onError: (error, log) => warn('evidence could not be gathered', log)(error),
  })
  const followingReporter = new FollowingReporter({
    send: (jobs) => following.sendAll(jobs),
    bounds: config.userLogBounds,
    goneAfterMs: config.goneAfterMs,
    now,
  })
  const { devicesMax } = config.userLogBounds
  const handled = { hosted, hostedStore, followedStore, evidenceDesk, followingReporter, devicesMax, now }
  const working = await queues.work(replicatorHandlers(handled), {
    concurrency: jobsAtOnce,
    onGained: hostPartition,
    onLost: (partition) => hosted.stopPartition(partition),
  })
  const { unsettledSweepMs, fullSweepMs, statusMs } = config
  const { random } = Math
  const pauses = { unsettledSweepMs, fullSweepMs }
  const sweeper = new Sweeper({ rules, send: (jobs) => sweep.sendAll(jobs), ...pauses, now, random })
  const reporter = new Reporter({ storage, send: (jobs) => replication.sendAll(jobs), statusMs, now, random })
  const remove = async (): Promise<void> => {
    await removeStopped({ storage, hosted, stores: [hostedStore, followedStore] }, now() - config.removeAfterMs)
  }
  const repeating = [
    repeat((signal) => sweeper.run(hosted, signal), config.sweepMs, warn('sweeping failed')),
    repeat((signal) => reporter.run(hosted, signal), statusMs, warn('telling how replication goes failed')),
    repeat((signal) => followingReporter.run(hosted, signal), statusMs, warn('telling how following goes failed')),
    repeat(remove, removeEveryMs, warn('removing logs that are no longer hosted failed')),
  ]
  return { storage, swarm, hosted, working, evidenceDesk, repeating }
}
