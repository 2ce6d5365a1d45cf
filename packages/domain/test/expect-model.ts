import { join } from 'node:path'
import { expect } from '@jest/globals'
import { runSource, SlowProgress } from '@hypergit/testing'
import type { LogKind } from '../src/encoding/log-kind.js'
import type { ModelTold } from './model-scenarios.js'

/** For one scenario, on a busy machine: what takes longer hangs. */
const silentMsMax = 60_000
const heapMebibytesMax = 384

/** Fails at the first random log of the kind, from the seed on, in which the engine comes to something else than the plain model. */
export const expectModel = async (kind: LogKind, from: number, count: number): Promise<void> => {
  let seed = from
  const progress = new SlowProgress(`plain model, ${kind} logs from seed ${from}`, count, () => `seed ${seed}`)
  const run = {
    module: join(import.meta.dirname, 'model-scenarios.ts'),
    words: [kind, String(from), String(count)],
    silentMsMax,
    heapMebibytesMax,
  }
  await runSource<ModelTold>(run, (told) => {
    seed = told.seed
    expect(told).toEqual({ seed, found: [] })
    progress.advance()
  })
}
