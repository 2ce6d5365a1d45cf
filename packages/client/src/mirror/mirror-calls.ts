import { type Answer, answer } from '../api/failure.js'
import type { MirrorInput, MirrorRepository } from '../api/mirrors.js'
import type { LogId } from '@hypergit/domain'
import { findRepository, parseLink } from '../peer/find-repository.js'
import type { HomeParts } from '../peer/home-parts.js'
import { OperatorApi } from './operator-api.js'

/** What a home asks of a mirror's operator API about its repositories. */
export class MirrorCalls {
  constructor(private readonly home: HomeParts) {}

  async host(input: MirrorInput): Promise<Answer<MirrorRepository>> {
    const found = this.#log(input.repo)
    if (!found.ok) return found
    const hosted = await new OperatorApi(input).host(found.value)
    if (!hosted.ok) return hosted
    // The mirror has taken it on; its pages come once it has found somebody who serves it.
    const status = await this.status(input)
    return status.ok ? answer({ ...status.value, hosted: true }) : status
  }

  async leave(input: MirrorInput): Promise<Answer<MirrorRepository>> {
    const found = this.#log(input.repo)
    if (!found.ok) return found
    const left = await new OperatorApi(input).stopHosting(found.value)
    return left.ok ? answer({ id: found.value, hosted: false }) : left
  }

  async status(input: MirrorInput): Promise<Answer<MirrorRepository>> {
    const found = this.#log(input.repo)
    if (!found.ok) return found
    const id = found.value
    const asked = await new OperatorApi(input).repository(id)
    if (!asked.ok) return asked
    if (asked.value === undefined) return answer({ id, hosted: false })
    const { stateHash, peers } = asked.value
    return answer({
      id,
      hosted: true,
      ...(peers === undefined ? {} : { peers }),
      ...(stateHash === undefined || stateHash === null
        ? {}
        : { stateHash, ...(await this.#comparison(id, stateHash)) }),
    })
  }

  /** A mirror may be asked about a repository that this home does not have: by its link. */
  #log(word: string): Answer<LogId> {
    const found = findRepository(this.home.file, word)
    if (found.ok) return answer(found.value.id)
    const named = parseLink(word)
    return named.ok ? named : found
  }

  async #comparison(id: LogId, stateHash: string): Promise<{ readonly same?: boolean }> {
    if (this.home.file.nameOf(id) === undefined) return {}
    const live = await this.home.open.get(id)
    return { same: stateHash === (await live.engine.stateHash()) }
  }
}
