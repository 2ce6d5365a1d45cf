import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { founderOf, type LogId, type OpId } from '@hypergit/domain'
import { ClientError } from '../api/client-error.js'
import { peerLimits } from '../api/options.js'
import { HomeLock } from '../home/home-lock.js'
import { prepareHome } from '../home/home-paths.js'
import { type HeldHome, openHome } from '../peer/hold-home.js'
import { appendChecked } from '../repository/append-checked.js'
import type { LiveLog } from '../repository/live-log.js'
import type { ReplayOptions } from './replay-options.js'

/** How long an op may take from one peer of a replay to another, ms. */
const arrivalMsMax = 60_000

/** The peers of a replay, each with a home of its own in one folder, connected with each other. */
export class Stage {
  private constructor(
    private readonly homes: readonly { readonly held: HeldHome; readonly lock: HomeLock }[],
    readonly lives: readonly LiveLog[],
  ) {}

  /** Opens the homes, founds the repository on the first and has the others join its swarm. */
  static async open(options: ReplayOptions, peers: number, name: string, at: number): Promise<Stage> {
    const homes: { held: HeldHome; lock: HomeLock }[] = []
    try {
      let { bootstrap = 'local' } = options
      for (let index = 0; index < peers; index++) {
        const home = await openPeerHome(join(options.data, `peer-${index + 1}`), bootstrap, options)
        homes.push(home)
        if (index === 0) bootstrap = (await home.held.parts.network.bootstrap()) ?? bootstrap
      }
      const lives = await found(
        homes.map(({ held }) => held),
        name,
        at,
      )
      return new Stage(homes, lives)
    } catch (error) {
      await closeAll(homes)
      throw error
    }
  }

  get id(): LogId {
    return this.live(0).log.id
  }

  live(peer: number): LiveLog {
    const live = this.lives[peer]
    if (live === undefined) throw new RangeError(`there is no peer ${peer}`)
    return live
  }

  close(): Promise<void> {
    return closeAll(this.homes)
  }
}

/** Whether nothing is in the folder yet. */
export const isVacant = async (dir: string): Promise<boolean> => {
  await mkdir(dir, { recursive: true })
  return (await readdir(dir)).length === 0
}

/** Resolves when the op has been judged there. */
export const arrival = async (live: LiveLog, op: OpId): Promise<void> => {
  if ((await live.engine.queries.op(op)) !== undefined) return
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      live.off('report', onReport)
      reject(new ClientError('STORE_FAILED', `op ${op} did not reach a peer within ${arrivalMsMax} ms`))
    }, arrivalMsMax)
    const done = (): void => {
      clearTimeout(timer)
      live.off('report', onReport)
      resolve()
    }
    const onReport = ({ fresh }: { readonly fresh: readonly OpId[] }): void => {
      if (fresh.includes(op)) done()
    }
    live.on('report', onReport)
    // It may have come between the look above and the listener.
    const look = async (): Promise<void> => {
      if ((await live.engine.queries.op(op)) !== undefined) done()
    }
    look().catch(reject)
  })
}

const openPeerHome = async (home: string, bootstrap: string, options: ReplayOptions) => {
  const paths = await prepareHome(home)
  const lock = await HomeLock.tryAcquire(paths.lock)
  if (lock === undefined) throw new ClientError('HOME_IN_USE', `${home} is held by another process`)
  const { clock, logger } = options
  const held = await openHome(
    paths,
    { home, bootstrap, ...(clock === undefined ? {} : { clock }), ...(logger === undefined ? {} : { logger }) },
    peerLimits,
  )
  return { held, lock }
}

const found = async (homes: readonly HeldHome[], name: string, at: number): Promise<readonly LiveLog[]> => {
  const [first, ...others] = homes
  if (first === undefined) throw new RangeError('a replay needs a peer')
  const founded = await first.parts.open.create()
  const { id } = founded.log
  const created = await founded.exclusively(() =>
    appendChecked(
      founded,
      founderOf(id),
      [
        {
          type: 'repository.create',
          name,
          description: '',
          gitUrl: `https://github.com/${name}.git`,
          defaultBranch: 'main',
        },
      ],
      at,
    ),
  )
  if (!created.ok) throw new ClientError('STORE_FAILED', created.failure.message)
  await first.parts.file.set(id, name)
  await first.parts.network.join(founded.log)
  const lives = [founded]
  for (const { parts } of others) {
    const live = await parts.open.get(id)
    await parts.file.set(id, name)
    await parts.network.join(live.log)
    lives.push(live)
  }
  const [creation] = created.value.ops
  if (creation !== undefined) await Promise.all(lives.map((live) => arrival(live, creation.op)))
  return lives
}

/** The first home closes last: the others take their leave of the DHT that may run in it. */
const closeAll = async (homes: readonly { readonly held: HeldHome; readonly lock: HomeLock }[]): Promise<void> => {
  for (const { held, lock } of homes.toReversed()) {
    await held.close()
    await lock.release()
  }
}
