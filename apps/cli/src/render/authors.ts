import type { IdentityState, KnownCore } from '@hypergit/client'
import { type AuthorView, type CoreKey, type Origin, toZ32 } from '@hypergit/domain'
import type { Run } from '../run.js'
import { colors as pc } from './colors.js'
import { safeLine } from './terminal-text.js'

const shownIdLength = 8
const nameLengthMax = 40

export const shortId = (hex: string): string => toZ32(hex).slice(0, shownIdLength)

/** A mark of its own for each, and always the word beside it: neither colour nor shape is needed to tell them apart. */
const marks: Readonly<Record<IdentityState, string>> = { anonymous: '○', maybe: '?', confirmed: '✓', disowned: '✗' }

/** Who an author is shown as, such as `✓ confirmed Ada (yb3k9xqe)`. */
export const identityText = ({ core, identity, user, name }: KnownCore): string => {
  const called = name !== undefined ? safeLine(name, nameLengthMax) : user === undefined ? '' : `user ${shortId(user)}`
  return `${marks[identity]} ${[identity, called].filter((word) => word !== '').join(' ')} (${shortId(core)})`
}

/** Who is who in one repository. */
export class Authors {
  readonly #known: ReadonlyMap<CoreKey, KnownCore>

  constructor(known: readonly KnownCore[]) {
    this.#known = new Map(known.map((one) => [one.core, one]))
  }

  of({ core }: Pick<AuthorView, 'core'>): KnownCore {
    return this.#known.get(core) ?? { core, identity: 'anonymous' }
  }

  /** For people. An imported op names who wrote it elsewhere, by the word of the importer. */
  text(author: AuthorView, origin?: Origin): string {
    if (origin !== undefined) return `${safeLine(origin.author, nameLengthMax)} (imported)`
    const text = identityText(this.of(author))
    return this.of(author).identity === 'disowned' ? pc.yellow(text) : text
  }

  /** Under `--json`: as the mirror's API gives an author. */
  json(author: AuthorView): object {
    const { identity, name } = this.of(author)
    return { ...author, identity, ...(name === undefined ? {} : { name }) }
  }
}

export const authorsOf = async <Options extends object>(run: Run<Options>, repo?: string): Promise<Authors> => {
  const peer = await run.peer()
  return new Authors(run.value(await peer.authors({ repo: repo ?? (await run.repo()) })))
}
