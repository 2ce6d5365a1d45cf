import { toZ32 } from '@hypergit/domain'
import { type Answer, answer } from '../api/failure.js'
import type {
  Claimed,
  ClaimInput,
  Disowned,
  DisownInput,
  IdentityDetail,
  KnownCore,
  Paired,
  PairInput,
  Remains,
  UnpairInput,
} from '../api/identities.js'
import type { InRepository } from '../api/peer.js'
import type { RenewedCore } from '../api/repositories.js'
import type { HomeParts } from '../peer/home-parts.js'
import { findRepository } from '../peer/find-repository.js'
import type { LiveLog } from '../repository/live-log.js'
import { anonymousCall, claimCall } from './claim.js'
import { disownCall } from './disown.js'
import { findCore } from './find-core.js'
import { identityDetail } from './identity-detail.js'
import { knownCores } from './known-core.js'
import { remainsOf, startAgain } from './lost-cores.js'
import { pairCall } from './pair.js'
import { writeIdentity } from './write-identity.js'

/** Who is who in the repositories of a home: said, paired, given up. */
export class IdentityCalls {
  constructor(private readonly home: HomeParts) {}

  pair(input: PairInput): Promise<Answer<Paired>> {
    return this.#in(input, (live) => pairCall(this.home, live, input))
  }

  claim(input: ClaimInput): Promise<Answer<Claimed>> {
    return this.#in(input, (live) => claimCall(this.home, live, input))
  }

  stayAnonymous(input: InRepository): Promise<Answer<undefined>> {
    return this.#in(input, (live) => anonymousCall(this.home, live))
  }

  disown(input: DisownInput): Promise<Answer<Disowned>> {
    return this.#in(input, (live) => disownCall(this.home, live, input))
  }

  remains(input: InRepository): Promise<Answer<Remains>> {
    return this.#in(input, async (live, name) => answer(await remainsOf(this.home, live, name)))
  }

  startAgain(input: InRepository & { readonly offline?: boolean }): Promise<Answer<RenewedCore>> {
    return this.#in(input, (live, name) => startAgain(this.home, live, name, input.offline ?? false))
  }

  authors(input: InRepository): Promise<Answer<readonly KnownCore[]>> {
    return this.#in(input, async (live) => answer(await knownCores(this.home, live)))
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
    work: (live: LiveLog, name: string) => Promise<Answer<Value>>,
  ): Promise<Answer<Value>> {
    const found = findRepository(this.home.file, repo)
    return found.ok ? work(await this.home.open.get(found.value.id), found.value.name) : found
  }
}
