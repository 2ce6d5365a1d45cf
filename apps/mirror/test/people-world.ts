import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openDatabase, type Database } from '@hypergit/database'
import {
  type Action,
  type CoreKey,
  founderOf,
  logId,
  type LogId,
  type ParentRef,
  toZ32,
  type UserId,
} from '@hypergit/domain'
import { WrittenPeople, type WrittenLog, type WrittenUser } from '@hypergit/client/testing'
import { startPostgres, startRedis, tempDir, until, type RedisServer } from '@hypergit/testing'
import type { RunningMirror } from '../src/index.js'
import { answered, type BackendKind, MirrorApi, startMirror, TestPeer } from './mirror-world.js'

/** What the projection has of a user. */
export interface ShownProfile {
  readonly name: string
  readonly following: string
  readonly devices: readonly unknown[]
  readonly devicesTotal: number
  readonly links: readonly unknown[]
}

interface ClaimItem {
  readonly repository: string
  readonly core: string
  readonly user: string
  readonly state: string
}

/** Where people write what they are told. */
export interface Machine {
  readonly people: WrittenPeople
  readonly repository: WrittenLog
}

const patienceMs = 30_000

/** A mirror on real servers that hosts one repository, and people who write to it, and about themselves, what they are told. */
export class PeopleWorld {
  readonly #closing: (() => Promise<unknown>)[] = []
  #mirror: RunningMirror | undefined
  #start: (() => Promise<RunningMirror>) | undefined
  #people: WrittenPeople | undefined
  #repository: WrittenLog | undefined
  #database: Database | undefined
  #machine: (() => Promise<Machine>) | undefined
  redis: RedisServer | undefined

  static async open(kind: BackendKind, environment: Readonly<Record<string, string>> = {}): Promise<PeopleWorld> {
    const world = new PeopleWorld()
    try {
      await world.#open(kind, environment)
      return world
    } catch (error) {
      await world.close()
      throw error
    }
  }

  get api(): MirrorApi {
    return new MirrorApi(this.mirror)
  }

  get mirror(): RunningMirror {
    return found(this.#mirror)
  }

  get people(): WrittenPeople {
    return found(this.#people)
  }

  /** As those people write it. */
  get repository(): WrittenLog {
    return found(this.#repository)
  }

  get database(): Database {
    return found(this.#database)
  }

  /** A new user, whose log peers can find once it is served. */
  async user(name: string, { served = true } = {}): Promise<WrittenUser> {
    const user = await this.people.user(name)
    if (served) await this.people.serve(user.written)
    return user
  }

  /** Another machine in the repository. */
  stranger(): Promise<Machine> {
    return found(this.#machine)()
  }

  /** A new core of the repository that claims the user, having seen what the others wrote last. */
  async claim(user: WrittenUser, name: string, seen: readonly CoreKey[] = []): Promise<CoreKey> {
    const core = await this.repository.join(name, this.genesis())
    await this.repository.append(core, [user.claim(this.repository.id, core)], { parents: this.newest(seen) })
    return core
  }

  newest(cores: readonly CoreKey[]): readonly ParentRef[] {
    return cores.map((core) => this.repository.head(core))
  }

  /** The core writes in the repository, having seen what the others wrote last. */
  async writes(core: CoreKey, action: Action, seen: readonly CoreKey[]): Promise<void> {
    await this.repository.append(core, [action], { parents: this.newest(seen) })
  }

  /** What stands in the way of a core's claim, by the projection. */
  async hasProblem(core: CoreKey, problem: string | null): Promise<void> {
    await until(
      async () => {
        const sql = 'select problem from dashboard.identities where core = $1'
        const { rows } = await this.database.pool('dashboard').query<{ problem: string | null }>(sql, [core])
        expect(rows).toEqual([{ problem }])
        return true
      },
      { what: `what stands in the way is ${problem}`, timeoutMs: patienceMs },
    )
  }

  /** What stands in the way of each claim of the cores. */
  async problems(cores: readonly CoreKey[]): Promise<readonly string[]> {
    const sql = `select coalesce(problem, 'none') as problem from dashboard.identities where core = any($1) order by 1`
    const { rows } = await this.database.pool('dashboard').query<{ problem: string }>(sql, [cores])
    return rows.map(({ problem }) => problem)
  }

  async hasNotices(user: UserId, kinds: readonly string[]): Promise<void> {
    await until(
      async () => {
        expect(await this.notices(user)).toEqual(kinds)
        return true
      },
      { what: `somebody is to hear of ${kinds.join()}`, timeoutMs: patienceMs },
    )
  }

  /** What the notifier is told to tell the user. */
  async notices(user: UserId): Promise<readonly string[]> {
    const sql = "select kind from notifier.notices where about = 'user' and thread = $1 order by kind"
    const { rows } = await this.database.pool('notifier').query<{ kind: string }>(sql, [user])
    return rows.map(({ kind }) => kind)
  }

  /** What the founder of the repository has written so far. */
  genesis(): ParentRef {
    const founder = founderOf(this.repository.id)
    this.repository.follow(founder)
    return this.repository.head(founder)
  }

  /** The user's own log says it of a core of the repository. */
  async says(user: WrittenUser, type: 'core.link' | 'core.unlink', core: CoreKey): Promise<void> {
    const action: Action = { type, repository: this.repository.id, core }
    await user.written.append(user.founder, [action])
  }

  async states(): Promise<ReadonlyMap<string, string>> {
    const { items } = await this.api.operator<{ items: readonly ClaimItem[] }>('GET', '/claims?problem=all&limit=200')
    return new Map(items.map(({ core, state }) => [core, state]))
  }

  async isShown(core: CoreKey, state: string, timeoutMs = patienceMs): Promise<void> {
    await until(
      async () => {
        const shown = (await this.states()).get(toZ32(core))
        if (shown !== state) throw new Error(`${shown}, not ${state}`)
        return true
      },
      { what: `a core is shown as ${state}`, timeoutMs },
    )
  }

  async profile(user: UserId): Promise<ShownProfile | undefined> {
    const { rows } = await this.database
      .pool('dashboard')
      .query<{ name: string; following: string; view: ShownProfile }>(
        'select name, following, view from dashboard.profiles where user_id = $1',
        [user],
      )
    const [row] = rows
    return row === undefined ? undefined : { ...row.view, name: row.name, following: row.following }
  }

  async hasProfile(user: UserId, expected: Partial<ShownProfile>): Promise<void> {
    await until(
      async () => {
        expect(await this.profile(user)).toMatchObject(expected)
        return true
      },
      { what: `a profile is ${JSON.stringify(expected)}`, timeoutMs: patienceMs },
    )
  }

  /** Whom the replicator follows. */
  async followed(): Promise<readonly LogId[]> {
    const { rows } = await this.database
      .pool('replicator')
      .query<{ user_log: string }>('select user_log from followed where follow order by user_log')
    return rows.map((row) => logId(row.user_log))
  }

  async restart(): Promise<void> {
    await this.mirror.close()
    this.#mirror = await this.#start?.()
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).toReversed()) await close()
  }

  async #open(kind: BackendKind, environment: Readonly<Record<string, string>>): Promise<void> {
    const [data, homes, postgres] = await Promise.all([tempDir(), tempDir(), startPostgres()])
    this.#closing.push(() => Promise.all([data.remove(), homes.remove(), postgres.stop()]))
    this.redis = kind === 'redis' ? await startRedis() : undefined
    this.#closing.push(async () => this.redis?.stop())
    const url = await postgres.database()
    const backing = { DATABASE_URL: url, ...(this.redis === undefined ? {} : { REDIS_URL: this.redis.url }) }
    this.#start = () => startMirror(data.path, { HYPERGIT_QUEUES: kind, ...backing, ...environment })
    this.#mirror = await this.#start()
    this.#closing.push(async () => this.#mirror?.close())
    this.#database = await openDatabase({ url, folder: data.path })
    this.#closing.push(async () => this.#database?.close())
    const bootstrap = this.mirror.bootstrap ?? ''
    const founder = await TestPeer.start(bootstrap)
    this.#closing.push(() => founder.close())
    const id = logId(answered(await founder.peer.createRepository({ name: 'compiler' })).id)
    founder.seed()
    await this.api.host(id)
    this.#machine = async () => {
      const people = await WrittenPeople.open(join(homes.path, randomUUID()), bootstrap)
      this.#closing.push(() => people.close())
      const repository = await people.repository(id)
      await people.serve(repository)
      const isThere = () => (repository.log.core(founderOf(id))?.length ?? 0) > 0
      await until(isThere, { what: 'the repository is there', timeoutMs: patienceMs })
      return { people, repository }
    }
    const { people, repository } = await this.stranger()
    this.#people = people
    this.#repository = repository
  }
}

const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the world is not open')
  return value
}
