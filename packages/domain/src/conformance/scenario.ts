import type { LogKind } from '../encoding/log-kind.js'

/** One step of a scenario file (docs/protocol.md, section 9), checked for form; names are resolved when the step is written. */
export interface ScenarioStep {
  readonly id: string
  readonly by: string
  /** `all`, or the ids of the steps whose closure is the past. */
  readonly sees: 'all' | readonly string[]
  /** ms. */
  readonly at: number
  /** The step beside which this one is a second op at the same seq. */
  readonly fork?: string
  /** The step of its core that this one goes on from, where that is on a branch. */
  readonly after?: string
  /** Fields as the file gives them. */
  readonly action?: Readonly<Record<string, unknown>> & { readonly type: string }
  /** Bytes of the block in place of an action. */
  readonly raw?: Uint8Array
}

export interface ScenarioExpectation {
  readonly [part: string]: unknown
}

export interface Scenario {
  readonly name: string
  readonly kind: LogKind
  /** The first one founds the log. */
  readonly cores: readonly string[]
  readonly users: readonly string[]
  readonly steps: readonly ScenarioStep[]
  readonly expect: ScenarioExpectation
}

/** Why a scenario cannot be run, and which keys and places in lists lead to what is wrong. */
export interface ScenarioProblem {
  readonly problem: string
  readonly path: readonly (string | number)[]
}

export type ParsedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | ({ readonly ok: false } & ScenarioProblem)

export const scenarioBounds = { stepsMax: 10_000, coresMax: 1_000, rawBytesMax: 256 * 1024 } as const
