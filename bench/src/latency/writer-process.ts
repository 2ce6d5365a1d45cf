import { join } from 'node:path'
import { openPeer, type Peer } from '@hypergit/client'
import { linkOf, type OpId } from '@hypergit/domain'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { servePlainCores } from '../plain/plain-cores.js'
import { monotonicMs } from '../processes/monotonic-clock.js'
import { serveCalls } from '../processes/serve-calls.js'

const repo = 'bench'
/** Makes the block of a comment about 200 bytes long. */
const commentBody = 'x'.repeat(90)
const blockBytes = 200

let peer: Peer | undefined
let thread: OpId | undefined
let core: Hypercore | undefined

const opened = <T>(part: T | undefined): T => {
  if (part === undefined) throw new Error('it is not open yet')
  return part
}

const seedForGood = async (seeding: Peer): Promise<void> => {
  for await (const event of seeding.seed({})) if (event.kind === 'failed') throw new Error(event.failure.message)
}

const openRepository = async ({ dir, bootstrap }: { readonly dir: string; readonly bootstrap: string }) => {
  peer = await openPeer({ home: join(dir, 'writer'), bootstrap })
  const created = await peer.createRepository({ name: repo })
  if (!created.ok) throw new Error(created.failure.message)
  void seedForGood(peer)
  const action = { type: 'thread.open', kind: 'issue', title: 'Latency', body: '' } as const
  const written = await peer.write({ repo, actions: [action] })
  if (!written.ok) throw new Error(written.failure.message)
  thread = written.value.ops[0]?.op
  return { link: linkOf(created.value.id) }
}

/** Writes as a person does, checks and all. */
const comment = async () => {
  const startMs = monotonicMs()
  const action = { type: 'comment', thread: opened(thread), body: commentBody } as const
  const written = await opened(peer).write({ repo, actions: [action] })
  if (!written.ok) throw new Error(written.failure.message)
  const [first] = written.value.ops
  return { startMs, op: opened(first).op }
}

const openCore = async ({ dir, bootstrap }: { readonly dir: string; readonly bootstrap: string }) => {
  const store = new Corestore(join(dir, 'plain-writer'))
  core = store.get({ name: 'plain' })
  await core.ready()
  await servePlainCores(store, core.discoveryKey, bootstrap, () => undefined)
  return { key: core.key, topic: core.discoveryKey }
}

const append = async () => {
  const block = crypto.getRandomValues(new Uint8Array(blockBytes))
  const startMs = monotonicMs()
  const { length } = await opened(core).append([block])
  return { startMs, index: length - 1 }
}

const calls = { openRepository, comment, openCore, append }
export type WriterProcess = typeof calls

serveCalls(calls)
