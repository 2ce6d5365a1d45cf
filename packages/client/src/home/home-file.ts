import { readFile, rename, writeFile } from 'node:fs/promises'
import { isHexId, type LogId, logId } from '@hypergit/domain'
import { z } from 'zod'
import { ClientError } from '../api/client-error.js'

const schema = z.object({
  version: z.literal(1),
  repositories: z
    .array(
      z.object({ id: z.string().refine(isHexId), name: z.string().min(1).max(256), anonymous: z.boolean().optional() }),
    )
    .max(100_000),
})

/** What a home calls one of its repositories. */
export interface NamedRepository {
  readonly id: LogId
  readonly name: string
}

/** home.json: the repositories of a home under their names, in the order in which they were added. Written whole, never in place. */
export class HomeFile {
  private constructor(
    private readonly path: string,
    private readonly names: Map<LogId, string>,
    private readonly anonymous: Set<LogId>,
  ) {}

  /** Rejects with HOME_BROKEN when the file is there and is not what it should be. */
  static async read(path: string): Promise<HomeFile> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw new ClientError('HOME_BROKEN', `${path} cannot be read`, { cause: error })
    })
    if (text === undefined) return new HomeFile(path, new Map(), new Set())
    const { names, anonymous } = parse(path, text)
    return new HomeFile(path, names, anonymous)
  }

  list(): readonly NamedRepository[] {
    return [...this.names].map(([id, name]) => ({ id, name }))
  }

  nameOf(id: LogId): string | undefined {
    return this.names.get(id)
  }

  /** Whether this home's core is to claim nobody there. */
  isAnonymous(id: LogId): boolean {
    return this.anonymous.has(id)
  }

  /** Kept for a repository that the home has a name for. */
  async setAnonymous(id: LogId, anonymous: boolean): Promise<void> {
    if (anonymous === this.anonymous.has(id)) return
    if (anonymous) this.anonymous.add(id)
    else this.anonymous.delete(id)
    await this.#write()
  }

  /** The name itself, or with the smallest number behind it that nothing else here has. */
  freeName(wanted: string, id?: LogId): string {
    const taken = new Set(this.list().flatMap((named) => (named.id === id ? [] : [named.name])))
    if (!taken.has(wanted)) return wanted
    let number = 2
    while (taken.has(`${wanted}-${number}`)) number += 1
    return `${wanted}-${number}`
  }

  async set(id: LogId, name: string): Promise<void> {
    this.names.set(id, name)
    await this.#write()
  }

  async remove(id: LogId): Promise<void> {
    this.names.delete(id)
    this.anonymous.delete(id)
    await this.#write()
  }

  async #write(): Promise<void> {
    const temporary = `${this.path}.${process.pid}.tmp`
    const repositories = this.list().map((named) =>
      this.isAnonymous(named.id) ? { ...named, anonymous: true } : named,
    )
    await writeFile(temporary, `${JSON.stringify({ version: 1, repositories }, null, 2)}\n`, { mode: 0o600 })
    await rename(temporary, this.path)
  }
}

const parse = (path: string, text: string): { readonly names: Map<LogId, string>; readonly anonymous: Set<LogId> } => {
  try {
    const { repositories } = schema.parse(JSON.parse(text))
    return {
      names: new Map(repositories.map(({ id, name }) => [logId(id), name])),
      anonymous: new Set(repositories.flatMap(({ id, anonymous }) => (anonymous === true ? [logId(id)] : []))),
    }
  } catch (cause) {
    throw new ClientError('HOME_BROKEN', `${path} is not a list of repositories`, { cause })
  }
}
