import b4a from 'b4a'
import { computeMalformedId } from '../encoding/block-id.js'
import { createBlockDecoder } from '../encoding/decode-block.js'
import { encodeUnchecked } from '../encoding/encode-op.js'
import { idFromBytes } from '../encoding/id-bytes.js'
import type { Action } from '../action.js'
import type { Blake2b256, ProofVerifier } from '../engine.js'
import { type CoreKey, coreKey, type LogId, logOfFounder, noOp, type OpId } from '../ids.js'
import type { Block, Draft, ParentRef } from '../op.js'
import { Past } from './past.js'
import type { Scenario, ScenarioStep } from './scenario.js'
import { type ScenarioIdentities, type StepAction, stepAction, type StepFork } from './step-action.js'

/** One op of a scenario as its author wrote it. */
export interface WrittenStep {
  /** The step's id, or `create:NAME` and `join:NAME` for what the cores begin with. */
  readonly name: string
  readonly by: string
  readonly id: OpId
  readonly block: Block
  /** Names of the written steps that its block cites, and the one before it in its core. */
  readonly needs: readonly WrittenStep[]
  /** Everything in its past. */
  readonly past: Past<WrittenStep>
  /** In the order of writing. */
  readonly place: number
}

/** Whether a step may be cited by one that sees `all`, which only the judge of what was written so far can tell. */
export type Citable = (step: WrittenStep, by: ScenarioStep) => boolean

export interface WriterOptions {
  readonly scenario: Scenario
  readonly seed: string
  readonly blake2b256: Blake2b256
  readonly equivocation: ProofVerifier['equivocation']
  readonly identities?: ScenarioIdentities
}

/** Where a step stands in its core: behind which one, and whether the core's later steps go on from another. */
interface Placing {
  readonly at: number
  readonly previous: WrittenStep | undefined
  readonly beside: boolean
}

const isBeside = ({ fork, after }: ScenarioStep): boolean => fork !== undefined || after !== undefined

const parentOf = ({ id, block }: WrittenStep): ParentRef => ({ core: block.core, seq: block.seq, id })

/** The blocks of the step's branch, from seq 0 up to it. */
const blocksTo = (step: WrittenStep): Uint8Array[] => {
  const blocks: Uint8Array[] = []
  for (let at: WrittenStep | undefined = step; at !== undefined; at = at.needs.find((one) => one.by === step.by))
    blocks.push(at.block.bytes)
  return blocks.toReversed()
}

/** Writes the blocks of a scenario one step at a time; nothing is refused, as scenarios show what hostile authors do. */
export class ScenarioWriter {
  readonly log: LogId
  readonly written: WrittenStep[] = []
  readonly #options: WriterOptions
  readonly #keys = new Map<string, CoreKey>()
  readonly #heads = new Map<string, WrittenStep>()
  readonly #byName = new Map<string, WrittenStep>()
  readonly #decoder: ReturnType<typeof createBlockDecoder>

  constructor(options: WriterOptions) {
    this.#options = options
    const { scenario, blake2b256, equivocation } = options
    this.log = logOfFounder(this.core(scenario.cores[0] ?? ''))
    this.#decoder = createBlockDecoder({ log: this.log, kind: scenario.kind, blake2b256, equivocation })
  }

  core(name: string): CoreKey {
    const key = this.#keys.get(name) ?? this.#keyOf(name)
    this.#keys.set(name, key)
    return key
  }

  #keyOf(name: string): CoreKey {
    const { identities } = this.#options
    if (identities !== undefined) return identities.core(name, this.#foundsUser(name))
    return coreKey(
      idFromBytes(this.#options.blake2b256([b4a.from(`hypergit scenario core ${this.#options.seed} ${name}`)])),
    )
  }

  step(name: string): WrittenStep | undefined {
    return this.#byName.get(name)
  }

  /** The founding op, and the joins that have seen it only. */
  begin(): void {
    const { kind, cores } = this.#options.scenario
    const create: Action =
      kind === 'repository'
        ? { type: 'repository.create', name: 'scenario', description: '', gitUrl: '', defaultBranch: 'main' }
        : { type: 'user.create', name: 'scenario' }
    const [founder, ...others] = cores
    if (founder === undefined) return
    const place = { at: 0, previous: undefined, beside: false }
    const first = this.#append(`create:${founder}`, founder, create, [], place)
    for (const other of others) this.#append(`join:${other}`, other, { type: 'join' }, [first], place)
  }

  /** Writes the step, or says what is wrong with it. */
  write(step: ScenarioStep, citable: Citable): string | undefined {
    const previous = this.#previous(step)
    if (step.raw !== undefined) {
      this.#push(step.id, step.by, step.raw, [], previous, isBeside(step))
      return undefined
    }
    const made = this.#action(step)
    if (!made.ok) return made.problem
    try {
      const { id, by, at } = step
      this.#append(id, by, made.action, this.#cited(step, citable, previous), { at, previous, beside: isBeside(step) })
      return undefined
    } catch (error) {
      return `step ${step.id} has a value that no block can carry: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  /** What the step would append; undefined if no author could. */
  draft(step: ScenarioStep, citable: Citable): Draft | undefined {
    const made = this.#action(step)
    if (!made.ok) return undefined
    return { action: made.action, at: step.at, parents: this.#cited(step, citable, this.#previous(step)).map(parentOf) }
  }

  #action(step: ScenarioStep): StepAction {
    const { scenario, blake2b256, identities } = this.#options
    return stepAction(step, this.core(step.by), {
      log: this.log,
      blake2b256,
      core: (name) => (scenario.cores.includes(name) ? this.core(name) : undefined),
      op: (name) => this.#byName.get(name)?.id,
      fork: (name) => this.#fork(name),
      users: scenario.users,
      founder: scenario.cores[0] ?? '',
      identities,
    })
  }

  #foundsUser(name: string): boolean {
    const { scenario } = this.#options
    return scenario.kind === 'user' && name === scenario.cores[0]
  }

  #fork(name: string): StepFork | undefined {
    const { identities } = this.#options
    const step = this.#byName.get(name)
    const other = this.written.find((one) => one !== step && one.by === step?.by && one.block.seq === step.block.seq)
    if (step === undefined || other === undefined || identities === undefined) return undefined
    const proof = identities.equivocation(step.by, this.#foundsUser(step.by), [blocksTo(step), blocksTo(other)])
    return { core: step.block.core, seq: step.block.seq, ...proof }
  }

  /** The op that the step comes after in its core; for a second op at a seq, the one before that seq. */
  #previous({ by, fork, after }: ScenarioStep): WrittenStep | undefined {
    if (after !== undefined) return this.#byName.get(after)
    const beside = fork === undefined ? undefined : this.#byName.get(fork)
    return beside === undefined ? this.#heads.get(by) : beside.needs.find((one) => one.by === by)
  }

  #cited(step: ScenarioStep, citable: Citable, previous: WrittenStep | undefined): WrittenStep[] {
    if (step.sees === 'all') return this.#maximal(this.written, (one) => citable(one, step), step.by, previous)
    const seen = step.sees.flatMap((id) => this.#byName.get(id) ?? [])
    return this.#maximal(seen, () => true, step.by, previous)
  }

  #append(
    name: string,
    by: string,
    action: Action,
    cited: readonly WrittenStep[],
    { at, previous, beside }: Placing,
  ): WrittenStep {
    const bytes = encodeUnchecked({
      log: this.log,
      prev: previous?.id ?? noOp,
      parents: cited.map(parentOf),
      at,
      action,
    })
    return this.#push(name, by, bytes, cited, previous, beside)
  }

  #push(
    name: string,
    by: string,
    bytes: Uint8Array,
    cited: readonly WrittenStep[],
    previous: WrittenStep | undefined,
    beside: boolean,
  ): WrittenStep {
    const block: Block = { core: this.core(by), seq: previous === undefined ? 0 : previous.block.seq + 1, bytes }
    const decoded = this.#decoder.block(block)
    const id = decoded.kind === 'op' ? decoded.op.id : computeMalformedId(block, this.#options.blake2b256)
    const needs = previous === undefined ? [...cited] : [previous, ...cited]
    const past = Past.none(this.written).with(...needs)
    const step: WrittenStep = { name, by, id, block, needs, past, place: this.written.length }
    this.written.push(step)
    this.#byName.set(name, step)
    if (!beside) this.#heads.set(by, step)
    return step
  }

  /** What the closure of the citable ones among `seen` adds to the core's own past: its maximal ops, none of the core itself. */
  #maximal(
    seen: readonly WrittenStep[],
    citable: (one: WrittenStep) => boolean,
    by: string,
    previous: WrittenStep | undefined,
  ): WrittenStep[] {
    let covered = Past.none(this.written)
    if (previous !== undefined) covered = covered.with(previous)
    const maximal = new Set<WrittenStep>()
    const latestFirst = seen === this.written ? seen.toReversed() : seen.toSorted((a, b) => b.place - a.place)
    // Nothing is in the past of what was written before it.
    for (const one of latestFirst) {
      if (one.by === by || covered.has(one) || !citable(one)) continue
      maximal.add(one)
      covered = covered.with(one)
    }
    return maximal.size < 2 ? [...maximal] : seen.filter((one) => maximal.has(one))
  }
}
