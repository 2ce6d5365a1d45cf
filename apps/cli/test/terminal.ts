import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { spawnProcess, type SpawnedProcess, tempDir, type TempDir } from '@hypergit/testing'

const command = join(import.meta.dirname, '..', 'bin', 'hypergit.js')

/** Every command is a process of its own, which a busy machine starts slowly. */
export const setupMsMax = 60_000
export const testMsMax = 120_000

export type Json = Record<string, unknown>

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** One person's machine: a home, and `hypergit` as a process of its own for every command. */
export class Machine {
  constructor(
    readonly home: string,
    private readonly folder: string,
    private readonly bootstrap: string | undefined,
    private readonly running: Set<SpawnedProcess>,
  ) {}

  /** A command that goes on; it is stopped with the others at the end of the test. */
  async start(words: readonly string[], options: RunOptions = {}): Promise<SpawnedProcess> {
    const { input, cwd = this.folder, env } = options
    const started = await spawnProcess(process.execPath, [command, ...words], {
      cwd,
      env: {
        HYPERGIT_HOME: this.home,
        HYPERGIT_BOOTSTRAP: this.bootstrap,
        NO_COLOR: undefined,
        FORCE_COLOR: undefined,
        EDITOR: 'false',
        ...env,
      },
      ...(input === undefined ? {} : { input }),
    })
    this.running.add(started)
    void started.exited.then(() => this.running.delete(started))
    return started
  }

  async run(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
    const { exited, stdout, stderr } = await this.start(words, options)
    const { code } = await exited
    return { code, stdout: stdout.join('\n'), stderr: stderr.join('\n') }
  }

  /** Every line that a command prints under `--json`; it has to end with `code`. */
  async lines(words: readonly string[], options: RunOptions & { readonly code?: number } = {}): Promise<Json[]> {
    const { code, stdout, stderr } = await this.run([...words, '--json'], options)
    if (code !== (options.code ?? 0))
      throw new Error(`hypergit ${words.join(' ')} ended with ${String(code)}:\n${stdout}\n${stderr}`)
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Json)
  }

  /** The one value that a command prints under `--json`. */
  async json(words: readonly string[], options: RunOptions & { readonly code?: number } = {}): Promise<Json> {
    const [value, ...others] = await this.lines(words, options)
    if (value === undefined || others.length > 0) throw new Error(`hypergit ${words.join(' ')} printed no single value`)
    return value
  }
}

/** Machines of one test, on a DHT that `hypergit dht` runs where one is asked for. */
export class World {
  readonly #running = new Set<SpawnedProcess>()
  #machines = 0
  private constructor(
    readonly dir: TempDir,
    readonly bootstrap: string | undefined,
    private readonly dht: SpawnedProcess | undefined,
  ) {}

  static async offline(): Promise<World> {
    return new World(await tempDir(), undefined, undefined)
  }

  static async online(): Promise<World> {
    const [dir, dht] = await Promise.all([tempDir(), spawnProcess(process.execPath, [command, 'dht', '--json'])])
    const [line] = await dht.line(/^\{.*\}$/)
    const { bootstrap } = JSON.parse(line) as { bootstrap: string }
    return new World(dir, bootstrap, dht)
  }

  async machine(): Promise<Machine> {
    const folder = join(this.dir.path, `machine-${++this.#machines}`)
    await mkdir(folder)
    return new Machine(join(folder, 'home'), folder, this.bootstrap, this.#running)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((one) => one.stop()))
    await this.dht?.stop()
    await this.dir.remove()
  }
}
