import { join } from 'node:path'
import { blockRules } from '@hypergit/client'
import { type Block, type CoreKey, linkOf } from '@hypergit/domain'
import { openLogStorage } from '@hypergit/log'
import Corestore from 'corestore'
import { writePlainCores, servePlainCores } from '../plain/plain-cores.js'
import { openPlainSwarm } from '../plain/plain-swarm.js'
import { monotonicMs } from '../processes/monotonic-clock.js'
import { serveCalls } from '../processes/serve-calls.js'
import { writtenLog } from '../workload/written-log.js'

export interface CloneCase {
  readonly cores: number
  readonly ops: number
  readonly blockBytes: number
}

interface Place {
  readonly dir: string
  readonly bootstrap: string
  readonly size: CloneCase
}

/** When the last connection came, by the shared clock. */
let connectedMs = Number.NaN
const noteConnection = (): void => {
  connectedMs = monotonicMs()
}

const byCore = (blocks: readonly Block[]): Map<CoreKey, Uint8Array[]> => {
  const chains = new Map<CoreKey, Uint8Array[]>()
  for (const { core, bytes } of blocks) {
    const chain = chains.get(core) ?? []
    chain.push(bytes)
    chains.set(core, chain)
  }
  return chains
}

/** A repository with real signed cores, served on its topic as every peer does. */
const serveLog = async ({ dir, bootstrap, size }: Place) => {
  const storage = await openLogStorage({ dir: join(dir, 'served'), rules: blockRules(() => 'repository') })
  const log = await storage.createLog()
  const [founder] = log.ownCores()
  if (founder === undefined) throw new Error('a new log has no founding core')
  const keys = [founder]
  for (let number = 1; number < size.cores; number++) keys.push(await log.ownCore(`writer ${number}`))
  const written = writtenLog({ keys, ops: size.ops, blockBytes: size.blockBytes })
  for (const [core, blocks] of byCore([...written.beginning, ...written.ops])) await log.append(core, blocks)
  const swarm = await openPlainSwarm(bootstrap, (connection) => {
    noteConnection()
    storage.replicate(connection, { topics: [log.discoveryKey] })
  })
  await swarm.join(Buffer.from(log.discoveryKey), { server: true, client: false }).flushed()
  return { link: linkOf(log.id), ops: written.beginning.length + written.ops.length }
}

/** Plain cores with as many blocks in all, served by their first one's topic. */
const servePlain = async ({ dir, bootstrap, size }: Place) => {
  const store = new Corestore(join(dir, 'plain'))
  const { cores, ops, blockBytes } = size
  const written = await writePlainCores(store, { cores, blocksEach: ops / cores, blockBytes })
  const [first] = written
  if (first === undefined) throw new Error('there is no core to serve')
  await servePlainCores(store, first.discoveryKey, bootstrap, noteConnection)
  return { topic: first.discoveryKey, keys: written.map(({ key }) => key), blocksEach: ops / cores }
}

const calls = { serveLog, servePlain, connectedMs: async (): Promise<number> => connectedMs }
export type ServeProcess = typeof calls

serveCalls(calls)
