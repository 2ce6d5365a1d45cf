import { ClientError } from './api/client-error.js'
import type { PeerLimits } from './api/options.js'
import type { Peer } from './api/peer.js'
import { AskAgain, type Backend, type CallName, type StreamName } from './control/calls.js'

type Input<Name extends CallName | StreamName> = Parameters<Peer[Name]>[0]
type Output<Name extends CallName> = Awaited<ReturnType<Peer[Name]>>
type Item<Name extends StreamName> = ReturnType<Peer[Name]> extends AsyncIterable<infer Of> ? Of : never

/**
 * A peer of a home that several processes use: asks whoever holds it, and takes it over when the holder has ended. A call that a holder handed back
 * without having begun it is asked again; one that was lost in the middle is asked again only if it changes nothing.
 */
export class SharedPeer implements Peer {
  #backend: Promise<Backend>
  #current: Backend | undefined
  #closed = false

  constructor(
    readonly home: string,
    first: Backend,
    private readonly acquire: () => Promise<Backend>,
    private readonly limits: PeerLimits,
  ) {
    this.#backend = Promise.resolve(first)
    this.#current = first
  }

  get mode(): 'holder' | 'guest' {
    return this.#current?.mode ?? 'guest'
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const backend = await this.#backend.catch(() => undefined)
    await backend?.close()
  }

  createRepository = (input: Input<'createRepository'>) => this.#call('createRepository', input)
  cloneRepository = (input: Input<'cloneRepository'>) => this.#call('cloneRepository', input)
  repositories = () => this.#call('repositories', undefined)
  repository = (input: Input<'repository'>) => this.#call('repository', input)
  forks = (input: Input<'forks'>) => this.#call('forks', input)
  renameRepository = (input: Input<'renameRepository'>) => this.#call('renameRepository', input)
  removeRepository = (input: Input<'removeRepository'>) => this.#call('removeRepository', input)
  renewCore = (input: Input<'renewCore'>) => this.#call('renewCore', input)
  write = (input: Input<'write'>) => this.#call('write', input)
  threads = (input: Input<'threads'>) => this.#call('threads', input)
  thread = (input: Input<'thread'>) => this.#call('thread', input)
  op = (input: Input<'op'>) => this.#call('op', input)
  why = (input: Input<'why'>) => this.#call('why', input)
  people = (input: Input<'people'>) => this.#call('people', input)
  person = (input: Input<'person'>) => this.#call('person', input)
  cores = (input: Input<'cores'>) => this.#call('cores', input)
  async status(input: Input<'status'>) {
    const status = await this.#call('status', input)
    return status.ok ? { ok: true as const, value: { ...status.value, mode: this.mode } } : status
  }
  identity = (input: Input<'identity'>) => this.#call('identity', input)
  pair = (input: Input<'pair'>) => this.#call('pair', input)
  unpair = (input: Input<'unpair'>) => this.#call('unpair', input)
  claim = (input: Input<'claim'>) => this.#call('claim', input)
  stayAnonymous = (input: Input<'stayAnonymous'>) => this.#call('stayAnonymous', input)
  disown = (input: Input<'disown'>) => this.#call('disown', input)
  remains = (input: Input<'remains'>) => this.#call('remains', input)
  startAgain = (input: Input<'startAgain'>) => this.#call('startAgain', input)
  authors = (input: Input<'authors'>) => this.#call('authors', input)
  createUser = (input: Input<'createUser'>) => this.#call('createUser', input)
  user = (input: Input<'user'>) => this.#call('user', input)
  setProfile = (input: Input<'setProfile'>) => this.#call('setProfile', input)
  revokeDevices = (input: Input<'revokeDevices'>) => this.#call('revokeDevices', input)
  recoverUser = (input: Input<'recoverUser'>) => this.#call('recoverUser', input)
  recoveryPhrase = () => this.#call('recoveryPhrase', undefined)
  recoverySaved = (input: Input<'recoverySaved'>) => this.#call('recoverySaved', input)
  inviteDevice = (input: Input<'inviteDevice'>) => this.#stream('inviteDevice', input)
  decideInvite = (input: Input<'decideInvite'>) => this.#call('decideInvite', input)
  joinUser = (input: Input<'joinUser'>) => this.#stream('joinUser', input)
  hostOnMirror = (input: Input<'hostOnMirror'>) => this.#call('hostOnMirror', input)
  leaveMirror = (input: Input<'leaveMirror'>) => this.#call('leaveMirror', input)
  mirrorStatus = (input: Input<'mirrorStatus'>) => this.#call('mirrorStatus', input)
  bindAddress = (input: Input<'bindAddress'>) => this.#call('bindAddress', input)
  sync = (input: Input<'sync'>) => this.#stream('sync', input)
  seed = (input: Input<'seed'>) => this.#stream('seed', input)
  importArchive = (input: Input<'importArchive'>) => this.#stream('importArchive', input)
  exportArchive = (input: Input<'exportArchive'>) => this.#stream('exportArchive', input)
  evidence = (input: Input<'evidence'>) => this.#stream('evidence', input)

  /** Goes on behind the last entry when another process takes the home over. */
  async *log(input: Input<'log'>): AsyncGenerator<Item<'log'>> {
    const versions: Record<string, number> = { ...input.after }
    const seen = new Map<string, Set<string>>()
    let given = input
    for (;;) {
      try {
        for await (const entry of this.#once('log', given)) {
          if (entry.kind !== 'failed') {
            const { repo, op } = entry
            const inVersion = versions[repo] === op.version ? (seen.get(repo) ?? new Set()) : new Set<string>()
            if (given !== input && inVersion.has(op.id)) continue
            versions[repo] = op.version
            seen.set(repo, inVersion.add(op.id))
          }
          yield entry
        }
        return
      } catch (error) {
        if (!(error instanceof AskAgain)) throw error
        const after = Object.fromEntries(Object.entries(versions).map(([repo, version]) => [repo, version - 1]))
        const { limit: _limit, ...rest } = input
        given = { ...rest, after }
      }
    }
  }

  async #call<Name extends CallName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    return this.#asking((backend) => backend.call(name, input) as Promise<Output<Name>>)
  }

  /** Begins again when it is handed back: a stream that is, has no end of its own. */
  async *#stream<Name extends StreamName>(name: Name, input: Input<Name>): AsyncGenerator<Item<Name>> {
    for (;;) {
      try {
        yield* this.#once(name, input)
        return
      } catch (error) {
        if (!(error instanceof AskAgain)) throw error
      }
    }
  }

  async *#once<Name extends StreamName>(name: Name, input: Input<Name>): AsyncGenerator<Item<Name>> {
    const backend = await this.#held()
    try {
      for await (const item of backend.stream(name, input)) yield item as Item<Name>
    } catch (error) {
      if (error instanceof AskAgain) this.#lost(backend)
      throw error
    }
  }

  async #asking<Result>(ask: (backend: Backend) => Promise<Result>): Promise<Result> {
    const until = Date.now() + this.limits.homeWaitMs
    for (;;) {
      const backend = await this.#held()
      try {
        return await ask(backend)
      } catch (error) {
        if (!(error instanceof AskAgain)) throw error
        if (Date.now() > until)
          throw new ClientError('HOME_IN_USE', `${this.home} changed hands again and again; try later`)
        this.#lost(backend)
      }
    }
  }

  async #held(): Promise<Backend> {
    if (this.#closed) throw new ClientError('PEER_CLOSED', 'the peer was closed')
    this.#current = await this.#backend
    return this.#current
  }

  #lost(backend: Backend): void {
    if (this.#current !== backend) return
    this.#current = undefined
    this.#backend = this.acquire()
    this.#backend.catch(() => undefined)
  }
}
