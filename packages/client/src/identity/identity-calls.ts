import { toZ32 } from '@hypergit/domain'
import { type Answer, answer } from '../api/failure.js'
import type { IdentityDetail, Paired, PairInput, UnpairInput } from '../api/identities.js'
import type { HomeParts } from '../peer/home-parts.js'
import { findRepository } from '../peer/find-repository.js'
import type { LiveLog } from '../repository/live-log.js'
import { findCore } from './find-core.js'
import { identityDetail } from './identity-detail.js'
import { pairCall } from './pair.js'
import { writeIdentity } from './write-identity.js'

/** Who is who in the repositories of a home: said, paired, given up. */
export class IdentityCalls {
  constructor(private readonly home: HomeParts) {}

  pair(input: PairInput): Promise<Answer<Paired>> {
    return this.#in(input, (live) => pairCall(this.home, live, input))
  }

  unpair(input: UnpairInput): Promise<Answer<Paired>> {
    return this.#in(input, async (live) => {
      const found = await findCore(live, input.who)
      if (!found.ok) return found
      const core = found.value
      const { offline = false } = input
      const written = await writeIdentity(this.home, live, [{ type: 'identity.unpair', core }], { offline })
      if (!written.ok) return written
      const { ops, published, warnings } = written.value
      const told = `What ${toZ32(core)} writes from here on is shown to nobody until it and another machine of yours have paired again.`
      return answer({ ops: ops.map(({ op }) => op), cores: [core], published, warnings: [told, ...warnings] })
    })
  }

  show(input: { readonly repo: string; readonly who: string }): Promise<Answer<IdentityDetail>> {
    return this.#in(input, async (live) => {
      const found = await findCore(live, input.who)
      return found.ok ? answer(await identityDetail(this.home, live, found.value)) : found
    })
  }

  async #in<Value>(
    { repo }: { readonly repo: string },
    work: (live: LiveLog) => Promise<Answer<Value>>,
  ): Promise<Answer<Value>> {
    const found = findRepository(this.home.file, repo)
    return found.ok ? work(await this.home.open.get(found.value.id)) : found
  }
}
