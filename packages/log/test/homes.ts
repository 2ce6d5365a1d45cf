import NoiseSecretStream from '@hyperswarm/secret-stream'
import { tempDir, until } from '@hypergit/testing'
import {
  domainBlockRules,
  type Log,
  type LogStorage,
  type LogStorageOptions,
  type NoiseStream,
  openLogStorage,
} from '../src/index.js'

type Options = Partial<Omit<LogStorageOptions, 'dir'>>

/** Homes in temporary folders, and the streams between them, all gone after `close`. */
export class Homes {
  readonly #closing: (() => Promise<unknown>)[] = []

  async open(options: Options = {}): Promise<LogStorage> {
    const dir = await tempDir('hypergit-log-')
    const home = await this.reopen(dir.path, options)
    this.#closing.unshift(() => dir.remove())
    return home
  }

  /** Opens a folder that outlives the home. */
  async reopen(dir: string, options: Options = {}): Promise<LogStorage> {
    const home = await openLogStorage({ dir, rules: domainBlockRules, ...options })
    this.#closing.push(() => home.close())
    return home
  }

  async folder(): Promise<string> {
    const dir = await tempDir('hypergit-log-')
    this.#closing.unshift(() => dir.remove())
    return dir.path
  }

  /** Runs before the homes are closed. */
  onClose(task: () => Promise<unknown>): void {
    this.#closing.push(task)
  }

  async close(): Promise<void> {
    for (const task of this.#closing.splice(0).toReversed()) await task()
  }
}

/** Both ends of an encrypted stream in this process. */
export const streamPair = (): readonly [NoiseSecretStream, NoiseSecretStream] => {
  const left = new NoiseSecretStream(true)
  const right = new NoiseSecretStream(false)
  left.rawStream.pipe(right.rawStream).pipe(left.rawStream)
  return [left, right]
}

/** Connects two homes over a stream; answers how to cut it. */
export const connect = (left: LogStorage, right: LogStorage): (() => void) => {
  const [a, b] = streamPair()
  left.replicate(a as NoiseStream)
  right.replicate(b as NoiseStream)
  return () => a.destroy()
}

/** Resolves when the log has that much of a core. */
export const holding = (log: Log, core: Parameters<Log['core']>[0], length: number): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if ((log.core(core)?.length ?? 0) < length) return
      log.off('blocks', look)
      resolve()
    }
    log.on('blocks', look)
    look()
  })

/** Resolves with the first proof of a fork that the log has. */
export const proven = async (log: Log) => {
  const place = await until(() => log.forks()[0], { what: 'a fork is proven' })
  const proof = await log.forkProof(place)
  if (proof === undefined) throw new Error('the proof is not stored')
  return proof
}
