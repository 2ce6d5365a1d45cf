import { areConcurrent, compareHeights, covers, type KnownOp } from '../graph/known-op.js'
import type { CoreKey, OpId } from '../ids.js'
import type { DeviceOp } from './device-op.js'
import type { Facts } from './facts.js'

/** What outranks what: of two ranks of one class the smaller (height, id) comes first. */
interface Rank {
  /** 0: by the identity key; 1: by a device that it authorised; 2: by the founding core; 3: by any other device. */
  readonly class: 0 | 1 | 2 | 3
  readonly by: KnownOp
}

const isBefore = (a: Rank, b: Rank): boolean =>
  a.class - b.class < 0 || (a.class === b.class && compareHeights(a.by, b.by) < 0)

/**
 * Which devices of a user log are authorised in one set of ops: the rules of section 6 with `device.authorize` as the grant and `device.revoke` as
 * what takes it (section 7, user log).
 */
export class Devices {
  readonly #effects = new Map<DeviceOp, boolean>()

  constructor(private readonly facts: Facts) {}

  isEffective(op: DeviceOp): boolean {
    return (
      this.#effects.get(op) ??
      this.facts.sources.descent.follow(() => {
        const effect = this.#judge(op)
        this.#effects.set(op, effect)
        return effect
      })
    )
  }

  /** Whether the core counts. With `op`, only authorisations and revocations count that do not have it in their past. */
  isAuthorized(core: CoreKey, op?: KnownOp): boolean {
    if (this.#isGranted(core, op)) return true
    return core === this.facts.sources.founder && !this.#isAnybody(op)
  }

  /** Whether the core has been a device, revoked or not. */
  isKnown(core: CoreKey): boolean {
    const { devices, founder } = this.facts.sources
    return core === founder || this.#counting(devices.authorizationsOf(core), undefined).length > 0
  }

  /** The authorisations of the core that are effective, in ascending (height, id). */
  authorizations(core: CoreKey): readonly DeviceOp[] {
    return this.#inOrder(this.facts.sources.devices.authorizationsOf(core))
  }

  /** The revocations of the core that are effective, in ascending (height, id). */
  revocations(core: CoreKey): readonly DeviceOp[] {
    return this.#inOrder(this.facts.sources.devices.revocationsOf(core))
  }

  #inOrder(ops: readonly DeviceOp[]): readonly DeviceOp[] {
    return this.#counting(ops, undefined).sort((a, b) => compareHeights(a.known, b.known))
  }

  /** The revocations because of which the core does not count, if that is why. */
  revocationIds(core: CoreKey, op: KnownOp): readonly OpId[] {
    return this.#counting(this.facts.sources.devices.revocationsOf(core), op).map(({ known }) => known.id)
  }

  #isGranted(core: CoreKey, op: KnownOp | undefined): boolean {
    const { devices, founder } = this.facts.sources
    // A revoked core stays revoked, whoever authorises it later.
    if (this.#counting(devices.revocationsOf(core), op).length > 0) return false
    return core === founder || this.#counting(devices.authorizationsOf(core), op).length > 0
  }

  #isAnybody(op: KnownOp | undefined): boolean {
    for (const core of this.facts.sources.devices.devices()) if (this.#isGranted(core, op)) return true
    return false
  }

  #counting(ops: readonly DeviceOp[], op: KnownOp | undefined): DeviceOp[] {
    return ops.filter(
      (one) =>
        this.facts.set.has(one.known) &&
        (op === undefined || one.known === op || !covers(one.known.frontier, op)) &&
        this.isEffective(one),
    )
  }

  #judge(op: DeviceOp): boolean {
    return !this.facts.isForked(op.known) && this.stands(op)
  }

  /** Whether the op is effective but for a fork of its core, which comes after it in the order of reasons (section 7). */
  stands(op: DeviceOp): boolean {
    const { known } = op
    const author = known.chain.core.key
    if (op.isByPhrase) return true
    if (!this.facts.sources.pastOf(known).devices.isAuthorized(author)) return false
    const rank = this.#rank(op)
    if (rank === undefined) return false
    return !this.facts.sources.devices
      .revocationsOf(author)
      .some(
        (taker) =>
          this.facts.set.has(taker.known) &&
          areConcurrent(taker.known, known) &&
          this.#isSenior(taker, rank) &&
          this.isEffective(taker),
      )
  }

  /**
   * The smallest authorisation that the op rests on and that is effective. The founding core needs none: to ask about what others authorised it by
   * could lead back to where the question came from.
   */
  #rank(op: DeviceOp): Rank | undefined {
    if (op.isByPhrase) return { class: 0, by: op.known }
    const isFounder = op.known.chain.core.key === this.facts.sources.founder
    const best = this.#grants(op).find((grant) => (grant.isByPhrase || !isFounder) && this.isEffective(grant))
    if (best?.isByPhrase === true) return { class: 1, by: best.known }
    if (isFounder) return { class: 2, by: op.known }
    return best === undefined ? undefined : { class: 3, by: best.known }
  }

  /** Only grants below the rank are looked at: asking about a higher one could lead back to where the question came from. */
  #isSenior(taker: DeviceOp, rank: Rank): boolean {
    if (taker.isByPhrase) return isBefore({ class: 0, by: taker.known }, rank)
    if (taker.known.chain.core.key === this.facts.sources.founder && rank.class > 2) return true
    return this.#grants(taker).some(
      (grant) => isBefore({ class: grant.isByPhrase ? 1 : 3, by: grant.known }, rank) && this.isEffective(grant),
    )
  }

  /** The authorisations of the op's author that are effective in its past, by the identity key first, then in ascending (height, id). */
  #grants({ known }: DeviceOp): DeviceOp[] {
    const past = this.facts.sources.pastOf(known)
    return this.facts.sources.devices
      .authorizationsOf(known.chain.core.key)
      .filter((grant) => past.set.has(grant.known) && past.devices.isEffective(grant))
      .filter((grant) => this.facts.set.has(grant.known))
      .sort((a, b) => Number(b.isByPhrase) - Number(a.isByPhrase) || compareHeights(a.known, b.known))
  }
}
