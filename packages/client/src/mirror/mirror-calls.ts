import { type Answer, answer } from '../api/failure.js'
import type { MirrorInput, MirrorRepository } from '../api/mirrors.js'
import { findRepository } from '../peer/find-repository.js'
import type { HomeParts } from '../peer/home-parts.js'
import { OperatorApi } from './operator-api.js'

/** What a home asks of a mirror's operator API about its repositories. */
export class MirrorCalls {
  constructor(private readonly home: HomeParts) {}

  async host(input: MirrorInput): Promise<Answer<MirrorRepository>> {
    const found = findRepository(this.home.file, input.repo)
    if (!found.ok) return found
    const hosted = await new OperatorApi(input).host(found.value.id)
    return hosted.ok ? this.status(input) : hosted
  }

  async leave(input: MirrorInput): Promise<Answer<MirrorRepository>> {
    const found = findRepository(this.home.file, input.repo)
    if (!found.ok) return found
    const left = await new OperatorApi(input).stopHosting(found.value.id)
    return left.ok ? answer({ id: found.value.id, hosted: false }) : left
  }

  async status(input: MirrorInput): Promise<Answer<MirrorRepository>> {
    const found = findRepository(this.home.file, input.repo)
    if (!found.ok) return found
    const { id } = found.value
    const asked = await new OperatorApi(input).repository(id)
    if (!asked.ok) return asked
    if (asked.value === undefined) return answer({ id, hosted: false })
    const { stateHash, peers } = asked.value
    const live = await this.home.open.get(id)
    return answer({
      id,
      hosted: true,
      ...(peers === undefined ? {} : { peers }),
      ...(stateHash === undefined ? {} : { stateHash, same: stateHash === (await live.engine.stateHash()) }),
    })
  }
}
