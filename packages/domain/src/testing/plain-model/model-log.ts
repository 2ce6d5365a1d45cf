import type { WrittenStep } from '../../conformance/write-scenario.js'
import type { BlockDecoder } from '../../encoding/decode-block.js'
import type { LogKind } from '../../encoding/log-kind.js'
import type { ProofVerifier } from '../../engine.js'
import type { LogId } from '../../ids.js'
import { citedProblem, type Settled } from './model-cited.js'
import { ModelFacts } from './model-facts.js'
import { isA, type ModelOp } from './model-op.js'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** A log as the protocol's text sees it: every op with its whole past as a set. */
export class ModelLog {
  readonly founder: string
  /** K: what is known and not parked. */
  readonly known: ReadonlySet<ModelOp>
  readonly #settled = new Map<ModelOp, Settled | undefined>()
  readonly #pasts = new Map<ModelOp, ModelFacts>()

  constructor(
    readonly log: LogId,
    readonly kind: LogKind,
    readonly proofs: ProofVerifier,
    steps: readonly WrittenStep[],
    decoder: BlockDecoder,
  ) {
    this.founder = log
    const ops = new Map<WrittenStep, ModelOp>()
    const known = new Set<ModelOp>()
    this.known = known
    for (const step of steps) {
      const { needs, block, id } = step
      const decoded = decoder.block(block)
      const prev = needs.find(({ by }) => by === step.by)
      const before = needs.map((one) => ops.get(one))
      const own = prev === undefined ? undefined : ops.get(prev)
      const op = decoded.kind === 'op' && decoded.op.prev === (prev?.id ?? decoded.op.prev) ? decoded.op : undefined
      // What a malformed block says of parents says nothing.
      const cited = op === undefined ? (own === undefined ? [] : [own]) : before
      const here = cited.flatMap((one) => one ?? [])
      const made: Writable<ModelOp> = {
        id,
        core: block.core,
        seq: block.seq,
        prev: own,
        past: new Set(here.flatMap((one) => [one, ...one.past])),
        action: op?.action,
        height: 1 + Math.max(0, ...here.map(({ height }) => height)),
        ...effectiveTime(op?.at ?? 0, here),
      }
      ops.set(step, made)
      const isHere = cited.every((one) => one !== undefined && known.has(one))
      if (isHere && here.every((one) => one === own || this.#resolves(one, made))) known.add(made)
    }
  }

  /** Steps 1 to 3 of section 4: what the op and its past decide for ever. */
  settled(op: ModelOp): Settled | undefined {
    if (!this.#settled.has(op)) this.#settled.set(op, citedProblem(op, this))
    return this.#settled.get(op)
  }

  pastFacts(op: ModelOp): ModelFacts {
    const kept = this.#pasts.get(op)
    if (kept !== undefined) return kept
    const facts = new ModelFacts(this, op.past)
    this.#pasts.set(op, facts)
    return facts
  }

  factsOver(set: ReadonlySet<ModelOp>): ModelFacts {
    return new ModelFacts(this, set)
  }

  /** By whatever is no pardon. */
  mayBeCited(op: ModelOp): boolean {
    return (
      op.action !== undefined && (this.kind === 'user' ? !this.isAfterViolation(op) : this.settled(op) === undefined)
    )
  }

  #resolves(parent: ModelOp, op: ModelOp): boolean {
    if (this.mayBeCited(parent)) return true
    return parent.action !== undefined && isA(op, 'core.pardon') && op.action.core === parent.core
  }

  /** The newest violation before the op in its own chain. */
  violationBefore(op: ModelOp): ModelOp | undefined {
    for (let at = op.prev; at !== undefined; at = at.prev) if (this.settled(at)?.outcome === 'violation') return at
    return undefined
  }

  /** In a user log nothing but what cannot be decoded is a violation, and nobody pardons. */
  isAfterViolation(op: ModelOp): boolean {
    for (let at = op.prev; at !== undefined; at = at.prev) if (at.action === undefined) return true
    return false
  }

  find(id: string, past: ReadonlySet<ModelOp>): ModelOp | undefined {
    return [...past].find((op) => op.id === id)
  }
}

const effectiveTime = (at: number, before: readonly ModelOp[]): { readonly at: number; readonly n: number } => {
  const latest = Math.max(-1, ...before.map((one) => one.at))
  if (at > latest) return { at, n: 0 }
  return { at: latest, n: 1 + Math.max(...before.filter((one) => one.at === latest).map(({ n }) => n)) }
}
