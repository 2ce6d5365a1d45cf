import { join } from 'node:path'
import { openPeer } from '@hypergit/client'
import Corestore from 'corestore'
import type { SwarmConnection } from 'hyperswarm'
import { lookUp } from '../plain/plain-swarm.js'
import { monotonicMs } from '../processes/monotonic-clock.js'
import { serveCalls } from '../processes/serve-calls.js'

const waitMs = 300_000

interface Place {
  readonly dir: string
  readonly bootstrap: string
}

/** Clones with the client; answers when everything was downloaded, verified, judged and stored. */
const cloneLog = async ({ dir, bootstrap, link, ops }: Place & { readonly link: string; readonly ops: number }) => {
  const peer = await openPeer({ home: join(dir, 'home'), bootstrap })
  const cloned = await peer.cloneRepository({ link, name: 'cloned', waitMs })
  const doneMs = monotonicMs()
  if (!cloned.ok) throw new Error(cloned.failure.message)
  const shown = await peer.repository({ repo: 'cloned' })
  const here = shown.ok ? shown.value.view?.ops : undefined
  if (here !== ops) throw new Error(`${here ?? 'no'} ops are here, ${ops} were expected`)
  await peer.close()
  return doneMs
}

interface PlainCores {
  readonly topic: Uint8Array
  readonly keys: readonly Uint8Array[]
  readonly blocksEach: number
}

/** Downloads plain cores; answers when it began over a connection that was there, and when the last block was stored. */
const clonePlain = async ({ dir, bootstrap, topic, keys, blocksEach }: Place & PlainCores) => {
  const store = new Corestore(join(dir, 'plain'))
  await store.ready()
  return new Promise<{ readonly startMs: number; readonly doneMs: number }>((resolve, reject) => {
    let startMs: number | undefined
    const download = async (): Promise<void> => {
      await Promise.all(keys.map((key) => store.get({ key }).download({ start: 0, end: blocksEach }).done()))
      resolve({ startMs: startMs ?? Number.NaN, doneMs: monotonicMs() })
    }
    const takenUp = (connection: SwarmConnection): void => {
      const again = startMs !== undefined
      startMs = monotonicMs()
      store.replicate(connection)
      if (!again) download().catch(reject)
    }
    lookUp(bootstrap, topic, takenUp).catch(reject)
  })
}

const calls = { cloneLog, clonePlain }
export type CloneProcess = typeof calls

serveCalls(calls)
