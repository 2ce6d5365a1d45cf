import { type ActionOf, areConcurrent, byHeight, isA, isBefore, type ModelOp, ofType } from './model-op.js'
import type { ModelFacts } from './model-facts.js'
import type { ModelOutcome } from './model-outcome.js'

type Device = ModelOp & { readonly action: ActionOf<'device.authorize' | 'device.revoke'> }

/** Section 7, user log: the rules of section 6 with authorisations as grants and revocations as what takes them. */
export class ModelDevices {
  readonly #effective = new Map<ModelOp, boolean>()

  constructor(readonly facts: ModelFacts) {}

  isByPhrase({ action }: Device): boolean {
    const { log, proofs } = this.facts.log
    return action.proof !== undefined && proofs.device(action.proof, log, action.type, action.core)
  }

  isEffective(x: Device): boolean {
    const known = this.#effective.get(x)
    if (known !== undefined) return known
    const effective = this.#judge(x)
    this.#effective.set(x, effective)
    return effective
  }

  #judge(x: Device): boolean {
    return this.facts.set.has(x) && !this.facts.log.isAfterViolation(x) && !this.facts.isOut(x) && this.stands(x)
  }

  /** Its author's authorisation is neither void nor revoked for it. */
  stands(x: Device): boolean {
    if (this.isByPhrase(x)) return true
    if (!this.facts.log.pastFacts(x).devices.isAuthorized(x.core)) return false
    const rank = this.rank(x)
    if (rank === undefined) return false
    return !ofType(this.facts.set, 'device.revoke')
      .filter((y) => y.action.core === x.core && areConcurrent(x, y))
      .some((y) => this.isSenior(y, rank) && this.isEffective(y))
  }

  grants(x: Device): Device[] {
    const past = this.facts.log.pastFacts(x)
    return ofType(past.set, 'device.authorize').filter((g) => g.action.core === x.core && past.devices.isEffective(g))
  }

  /** A number for the class, then the op by which those of one class are ordered. */
  rank(x: Device): readonly [number, ModelOp] | undefined {
    if (this.isByPhrase(x)) return [0, x]
    // The smallest first: a larger one is not asked about, since its answer may rest on this one.
    const grants = this.grants(x).sort(byHeight)
    const byPhrase = grants.find((grant) => this.isByPhrase(grant) && this.isEffective(grant))
    if (byPhrase !== undefined) return [1, byPhrase]
    if (x.core === this.facts.log.founder) return [2, x]
    const smallest = grants.find((grant) => this.isEffective(grant))
    return smallest === undefined ? undefined : [3, smallest]
  }

  isSenior(y: Device, rank: readonly [number, ModelOp]): boolean {
    const isLess = ([group, op]: readonly [number, ModelOp]): boolean =>
      group < rank[0] || (group === rank[0] && byHeight(op, rank[1]) < 0)
    if (this.isByPhrase(y)) return isLess([0, y])
    if (y.core === this.facts.log.founder && isLess([2, y]) && rank[0] > 2) return true
    return this.grants(y).some((grant) => isLess([this.isByPhrase(grant) ? 1 : 3, grant]) && this.isEffective(grant))
  }

  isAuthorized(core: string, op?: ModelOp): boolean {
    const counts = (x: Device): boolean => (op === undefined || !isBefore(op, x)) && this.isEffective(x)
    const isGranted = (device: string): boolean =>
      !ofType(this.facts.set, 'device.revoke').some((x) => x.action.core === device && counts(x)) &&
      (device === this.facts.log.founder ||
        ofType(this.facts.set, 'device.authorize').some((x) => x.action.core === device && counts(x)))
    if (isGranted(core)) return true
    const all = ofType(this.facts.set, 'device.authorize').map(({ action }) => action.core)
    return core === this.facts.log.founder && !all.some((device) => isGranted(device))
  }
}

/** The outcome of an op of a user log. */
export const deviceOutcome = (op: ModelOp, facts: ModelFacts): ModelOutcome => {
  const { log } = facts
  if (op.action === undefined) return { outcome: 'violation', reason: 'malformed' }
  if (log.isAfterViolation(op)) return { outcome: 'ignored', reason: 'blacklisted' }
  const isDevice = isA(op, 'device.authorize', 'device.revoke')
  const byPhrase = isDevice && facts.devices.isByPhrase(op)
  if (!byPhrase && !log.pastFacts(op).devices.isAuthorized(op.core))
    return { outcome: 'ignored', reason: 'unauthorised' }
  const holds = isDevice ? facts.devices.stands(op) : facts.devices.isAuthorized(op.core, op)
  if (!holds) return { outcome: 'ignored', reason: 'unauthorised' }
  return facts.isOut(op) ? { outcome: 'ignored', reason: 'equivocation' } : { outcome: 'accepted' }
}
