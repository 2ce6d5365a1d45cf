import { join } from 'node:path'
import { openPeer, type Peer } from '@hypergit/client'
import type { OpId } from '@hypergit/domain'
import Corestore from 'corestore'
import { lookUp } from '../plain/plain-swarm.js'
import { serveCalls } from '../processes/serve-calls.js'
import { ArrivalTimes } from './arrival-times.js'

const repo = 'bench'
const accepted = new ArrivalTimes<OpId>()
const blocks = new ArrivalTimes<number>()

const seedForGood = async (peer: Peer): Promise<void> => {
  for await (const event of peer.seed({})) if (event.kind === 'failed') throw new Error(event.failure.message)
}

const follow = async (peer: Peer): Promise<void> => {
  for await (const entry of peer.log({ repo, follow: true })) {
    if (entry.kind === 'failed') throw new Error(entry.failure.message)
    if (entry.op.decision.outcome === 'accepted') accepted.note(entry.op.id)
  }
}

const cloneRepository = async ({
  dir,
  bootstrap,
  link,
}: {
  readonly dir: string
  readonly bootstrap: string
  readonly link: string
}) => {
  const peer = await openPeer({ home: join(dir, 'reader'), bootstrap })
  const cloned = await peer.cloneRepository({ link, name: repo })
  if (!cloned.ok) throw new Error(cloned.failure.message)
  void seedForGood(peer)
  void follow(peer)
}

const followCore = async ({
  dir,
  bootstrap,
  key,
  topic,
}: {
  readonly dir: string
  readonly bootstrap: string
  readonly key: Uint8Array
  readonly topic: Uint8Array
}) => {
  const store = new Corestore(join(dir, 'plain-reader'))
  const core = store.get({ key })
  await core.ready()
  core.on('download', (index) => blocks.note(index))
  core.download({ start: 0, end: -1 })
  await lookUp(bootstrap, topic, (connection) => store.replicate(connection))
}

const calls = {
  cloneRepository,
  followCore,
  /** When the op was accepted here. */
  acceptedMs: ({ op }: { readonly op: OpId }) => accepted.of(op),
  /** When the block was stored here. */
  arrivedMs: ({ index }: { readonly index: number }) => blocks.of(index),
}
export type ReaderProcess = typeof calls

serveCalls(calls)
