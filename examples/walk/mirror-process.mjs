import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnProcess } from '@hypergit/testing'
import { killTree } from './kill-tree.mjs'

const main = join(import.meta.dirname, '..', '..', 'apps', 'mirror', 'dist', 'main.js')

/** A mirror as `npm start` runs it, on a folder of its own. Started again it keeps its addresses. */
export class MirrorProcess {
  #running
  #ports = { public: '0', operator: '0' }

  constructor({ data, environment = {} }) {
    this.data = data
    this.environment = environment
  }

  get outbox() {
    return join(this.data, 'outbox')
  }

  async start(more = {}) {
    const { public: port, operator } = this.#ports
    const flags = ['--data', this.data, '--bootstrap', 'local', '--port', port, '--operator-port', operator]
    this.#running = await spawnProcess(process.execPath, [main, ...flags], { env: { ...this.environment, ...more } })
    await this.#running.line(/^hypergit mirror ready /, 90_000)
    Object.assign(this, JSON.parse(readFileSync(join(this.data, 'mirror.json'), 'utf8')))
    this.#ports = { public: new URL(this.publicUrl).port, operator: new URL(this.operatorUrl).port }
    return this
  }

  /** kill -9 of the mirror; `whole` takes the database and the queues that it started down in the same moment. */
  async kill({ whole = false } = {}) {
    if (whole) killTree(this.#running.pid)
    await this.#running.kill()
  }

  async stop() {
    await this.#running?.stop()
  }
}
