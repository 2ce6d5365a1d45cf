import { resolve } from 'node:path'
import { homedir } from 'node:os'
import type { Answer, Peer } from '@hypergit/client'
import { failureOf, usage } from './failures.js'
import { given } from './given.js'
import { startLoopbackDht } from './loopback-dht.js'
import { linkedRepository } from './git/linked-repository.js'
import type { Output } from './render/output.js'
import type { Interrupt } from './interrupt.js'

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean
  readonly repository?: string
  readonly bootstrap?: string
  readonly offline?: boolean
}

const homeOf = (environment: NodeJS.ProcessEnv): string =>
  resolve(environment['HYPERGIT_HOME'] || `${homedir()}/.hypergit`)

/** One run of one command: its words, its options, and what it works with. */
export class Run<Options extends object> {
  readonly #closers: (() => Promise<void>)[] = []
  #peer: Peer | undefined

  constructor(
    readonly words: readonly string[],
    readonly options: Options & CommonOptions,
    readonly output: Output,
    readonly interrupt: Interrupt,
    readonly repositoryWord: string | undefined,
  ) {}

  /** The home's peer, opened once. */
  async peer(): Promise<Peer> {
    if (this.#peer !== undefined) return this.#peer
    // Loaded by the commands that need it: help, completion and wrong use answer several times as fast without.
    const { openPeer } = await import('@hypergit/client/open-peer')
    const bootstrap = await this.#bootstrap()
    const peer = await openPeer({ home: homeOf(process.env), ...given({ bootstrap }) })
    this.#closers.push(() => peer.close())
    this.#peer = peer
    return peer
  }

  /** The repository that is meant: named on the command line, or linked to the git checkout around. */
  async repo(): Promise<string> {
    const named = this.repositoryWord ?? this.options.repository
    const repo = named ?? (await linkedRepository(process.cwd()))
    if (repo !== undefined) return repo
    const here = await (await this.peer()).repositories()
    const names = here.map(({ name }) => `\n  ${name}`).join('')
    throw usage(
      `which repository? Name it with -R REPO, as the first argument, or work in a git checkout linked by \`hypergit repo link REPO\`.` +
        (names === ''
          ? ' This home has none yet: `hypergit repo create NAME` or `hypergit repo clone LINK`.'
          : ` Here are:${names}`),
    )
  }

  /** The word at a place among those that the command takes. */
  word(index: number): string {
    const word = this.words[index]
    if (word === undefined) throw usage(`argument ${index + 1} is missing`)
    return word
  }

  /** What stdout and scripts get of an answer; a failure ends the command. */
  value<Value>(answer: Answer<Value>): Value {
    if (!answer.ok) throw failureOf(answer.failure)
    return answer.value
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) await close()
  }

  async #bootstrap(): Promise<string | undefined> {
    const bootstrap = this.options.bootstrap ?? (process.env['HYPERGIT_BOOTSTRAP'] || undefined)
    if (bootstrap !== 'local') return bootstrap
    const dht = await startLoopbackDht(0)
    this.#closers.push(dht.close)
    this.output.note(`a DHT bootstrap runs in this process: --bootstrap ${dht.address}`)
    return dht.address
  }
}
