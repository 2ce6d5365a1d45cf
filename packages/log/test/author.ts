import { type Action, type CoreKey, encodeUnchecked, noOp, type OpId, type ParentRef } from '@hypergit/domain'
import { domainBlockRules, type Log } from '../src/index.js'

const founding: Action = {
  type: 'repository.create',
  name: 'sample',
  description: '',
  gitUrl: '',
  defaultBranch: 'main',
}

/** Writes real blocks to one own core of a log, without asking any engine. */
export class Author {
  #length: number
  #last: OpId

  private constructor(
    readonly log: Log,
    readonly core: CoreKey,
  ) {
    const head = log.core(core)
    this.#length = head?.length ?? 0
    this.#last = head?.id ?? noOp
  }

  /** On the founding core, with the log's first op. */
  static async founder(log: Log, first: Action = founding): Promise<Author> {
    const author = new Author(log, await log.ownCore())
    if (author.#length === 0) await author.write([first])
    return author
  }

  /** On a core of its own, with its `join`, which cites the founding op. */
  static async member(log: Log, name?: string): Promise<Author> {
    const author = new Author(log, await log.ownCore(name))
    if (author.#length === 0) {
      const founder = log.cores().find(({ core }) => String(core) === String(log.id))
      const bytes = (await log.read(log.id as string as CoreKey, 0, 1))[0]
      if (founder === undefined || bytes === undefined) throw new Error('the founding op has not come yet')
      const { id } = domainBlockRules.facts(log.id, { core: founder.core, seq: 0, bytes })
      await author.write([{ type: 'join' }], [{ core: founder.core, seq: 0, id }])
    }
    return author
  }

  get length(): number {
    return this.#length
  }

  get head(): OpId {
    return this.#last
  }

  /** Blocks for the actions, linked one to the other. */
  encode(actions: readonly Action[], parents: readonly ParentRef[] = []): readonly Uint8Array[] {
    let prev = this.#last
    return actions.map((action, place) => {
      const at = 1_000 * (this.#length + place)
      const bytes = encodeUnchecked({ log: this.log.id, prev, parents: place === 0 ? parents : [], at, action })
      prev = domainBlockRules.facts(this.log.id, { core: this.core, seq: this.#length + place, bytes }).id
      return bytes
    })
  }

  async write(actions: readonly Action[], parents: readonly ParentRef[] = []): Promise<void> {
    const blocks = this.encode(actions, parents)
    await this.log.append(this.core, blocks)
    this.#length += blocks.length
    this.#last = this.log.core(this.core)?.id ?? noOp
  }

  /** Appends that many small ops in one batch. */
  async chat(count: number, byteLength = 40): Promise<void> {
    await this.write(
      Array.from({ length: count }, (): Action => ({
        type: 'thread.open',
        kind: 'issue',
        title: 'talk',
        body: 'x'.repeat(byteLength),
      })),
    )
  }
}
