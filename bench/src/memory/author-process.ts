import { openPeer, type Peer } from '@hypergit/client'
import { serveCalls } from '../processes/serve-calls.js'

interface Wanted {
  readonly home: string
  readonly bootstrap: string
  readonly repositories: number
}

const seedForGood = async (peer: Peer): Promise<void> => {
  for await (const event of peer.seed({})) if (event.kind === 'failed') throw new Error(event.failure.message)
}

/** Founds repositories of one issue each, and serves them until the process ends. */
const serveRepositories = async ({ home, bootstrap, repositories }: Wanted): Promise<readonly string[]> => {
  const peer = await openPeer({ home, bootstrap })
  const ids: string[] = []
  for (let number = 1; number <= repositories; number++) {
    const repo = `idle-${number}`
    const created = await peer.createRepository({ name: repo })
    if (!created.ok) throw new Error(created.failure.message)
    const action = { type: 'thread.open', kind: 'issue', title: 'Nothing happens', body: 'Here.' } as const
    const written = await peer.write({ repo, actions: [action] })
    if (!written.ok) throw new Error(written.failure.message)
    ids.push(created.value.id)
  }
  void seedForGood(peer)
  return ids
}

const calls = { serveRepositories }
export type AuthorProcess = typeof calls

serveCalls(calls)
