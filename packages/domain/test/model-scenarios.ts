import type { LogKind } from '../src/encoding/log-kind.js'
import { differencesFromModel } from '../src/testing/model-comparison.js'

/** Of one scenario: where the engine came to something else than the plain model. */
export interface ModelTold {
  readonly seed: number
  readonly found: readonly string[]
}

/** Share of the steps that are written although the rules forbid them. In a user log few rules forbid anything. */
const hostile: Readonly<Record<LogKind, number>> = { repository: 0.04, user: 0.3 }

/** Compares random logs of 8 to 40 steps with the plain model, one after the other, from the seed on. */
export const run = async (
  tell: (told: ModelTold) => Promise<void>,
  kind: LogKind,
  from: string,
  count: string,
): Promise<void> => {
  for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
    const found = await differencesFromModel(seed, {
      steps: 8 + (seed % 33),
      forks: seed % 3 === 0,
      hostile: hostile[kind],
      kind,
    })
    await tell({ seed, found })
  }
}
