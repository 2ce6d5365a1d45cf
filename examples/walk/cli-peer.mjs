import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { spawnProcess } from '@hypergit/testing'

const command = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'bin', 'hypergit.js')

/** A person with a machine: a home of its own, and `hypergit` processes that work in it. */
export class CliPeer {
  #running = new Set()

  constructor({ name, folder, bootstrap, token = '' }) {
    this.name = name
    this.home = join(folder, name)
    this.bootstrap = bootstrap
    this.token = token
    mkdirSync(this.home, { recursive: true })
  }

  /** Runs a command to its end; what it printed, as JSON. Fails with what it said when it is refused. */
  async run(...words) {
    const { code, value, said } = await this.#finish(words)
    if (code !== 0) throw new Error(`${this.name}: hypergit ${words.join(' ')} ended with ${code}: ${said}`)
    return value
  }

  /** Runs a command that has to be refused; its error. */
  async refused(...words) {
    const { code, value, said } = await this.#finish(words)
    if (code !== 1) throw new Error(`${this.name}: hypergit ${words.join(' ')} ended with ${code}, not with 1: ${said}`)
    return value.error
  }

  /** Starts a command that stays, such as `seed`. */
  async start(...words) {
    const running = await this.#spawn(words)
    this.#running.add(running)
    return running
  }

  async seed() {
    const seeding = await this.start('seed')
    await seeding.line(/./, 60_000)
    return seeding
  }

  async status(repository) {
    const { repositories } = await this.run('status', repository)
    return repositories[0]
  }

  async stop() {
    for (const running of this.#running) await running.stop()
    this.#running.clear()
  }

  async #finish(words) {
    const running = await this.#spawn(words)
    const { code } = await running.exited
    const said = [...running.stdout, ...running.stderr].slice(-20).join('\n')
    return { code, said, value: code === 2 ? undefined : JSON.parse(running.stdout.at(-1) ?? 'null') }
  }

  #spawn(words) {
    return spawnProcess(process.execPath, [command, ...words, '--json'], {
      cwd: this.home,
      env: {
        HYPERGIT_HOME: join(this.home, 'home'),
        HYPERGIT_BOOTSTRAP: this.bootstrap,
        HYPERGIT_MIRROR_TOKEN: this.token,
      },
    })
  }
}
