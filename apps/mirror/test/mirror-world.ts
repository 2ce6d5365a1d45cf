import { join } from 'node:path'
import { type Answer, openPeer, type Peer } from '@hypergit/client'
import { readMirrorConfig } from '@hypergit/config'
import { toZ32, type RepositoryAction } from '@hypergit/domain'
import { createLogger } from '@hypergit/observability'
import { tempDir, until, type TempDir } from '@hypergit/testing'
import { createMirror, type RunningMirror } from '../src/index.js'

export type BackendKind = 'redis' | 'postgres'

/** A comment as the API shows it. */
export interface ShownComment {
  readonly op: string
  readonly body: string | null
  readonly outcome: { readonly outcome?: string } | string
}

/** The API's answer about a repository, as far as these tests read it. */
export interface ShownRepository {
  readonly stateHash?: string
  readonly blacklist?: readonly { readonly core: string; readonly reason: string }[]
}

/** Starts a mirror of this process on a folder: embedded servers, a local DHT, free ports. */
export const startMirror = async (
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningMirror> => {
  const command = readMirrorConfig(['--data', data, '--bootstrap', 'local', '--port', '0', '--operator-port', '0'], {
    MAIL_HOLD_MS: '50',
    ...environment,
  })
  if (command.kind !== 'run') throw new Error('these flags run a mirror')
  return createMirror(command.config, createLogger({ service: 'mirror', level: 'silent' }))
}

/** What an expected success answered; a refusal fails the test with its reason. */
export const answered = <T>(answer: Answer<T>): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer.value
}

/** A peer that stays connected and serves until the test ends. */
export class TestPeer {
  readonly #stop = new AbortController()

  private constructor(
    readonly peer: Peer,
    private readonly folder: TempDir,
  ) {}

  static async start(bootstrap: string): Promise<TestPeer> {
    const folder = await tempDir('hypergit-peer-')
    return new TestPeer(await openPeer({ home: join(folder.path, 'home'), bootstrap }), folder)
  }

  /** Serves in the background; what it rejects with when the peer closes is of no interest. */
  seed(): void {
    const serve = async (): Promise<void> => {
      for await (const event of this.peer.seed({})) if (this.#stop.signal.aborted) return void event
    }
    serve().catch(() => undefined)
  }

  async write(repo: string, ...actions: RepositoryAction[]) {
    const { ops } = answered(await this.peer.write({ repo, actions }))
    return ops
  }

  async stateHash(repo: string): Promise<string | undefined> {
    return answered(await this.peer.status({ repo })).repositories[0]?.stateHash
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.peer.close()
    await this.folder.remove()
  }
}

/** The mirror's API from outside. */
export class MirrorApi {
  constructor(private readonly mirror: Pick<RunningMirror, 'publicUrl' | 'operatorUrl' | 'setupToken'>) {}

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.mirror.publicUrl}${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  repository(id: string): Promise<ShownRepository> {
    return this.get(`/api/repositories/${toZ32(id)}`)
  }

  async comments(id: string, thread: string): Promise<readonly ShownComment[]> {
    const { comments } = await this.get<{ comments: readonly ShownComment[] }>(
      `/api/repositories/${toZ32(id)}/threads/${thread}`,
    )
    return comments
  }

  async operator<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
    const response = await fetch(`${new URL(this.mirror.operatorUrl).origin}/api/operator${path}`, {
      method,
      headers: { authorization: `Bearer ${this.mirror.setupToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  async host(id: string): Promise<void> {
    await this.operator('POST', '/repositories', { id: toZ32(id) })
  }

  /** Connections on which a hosted repository is spoken, with the cores whose keys were proven on them. */
  async connections(id: string): Promise<readonly { readonly proven: readonly string[] }[]> {
    const { items } = await this.operator<{
      items: readonly { repository: { id: string }; connections: readonly { proven: readonly string[] }[] }[]
    }>('GET', '/peers')
    return items.find(({ repository }) => repository.id === toZ32(id))?.connections ?? []
  }

  /** Waits until the mirror and the peer have the same state. */
  async agrees(peer: TestPeer, id: string, timeoutMs: number): Promise<void> {
    await until(
      async () => {
        const [here, there] = [(await this.repository(id)).stateHash, await peer.stateHash(id)]
        if (here !== there) throw new Error(`mirror ${here}, peer ${there}`)
        return here !== undefined
      },
      { what: 'mirror and peer have the same state hash', timeoutMs, everyMs: 100 },
    )
  }
}
