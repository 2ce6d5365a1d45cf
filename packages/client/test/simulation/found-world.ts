import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scenario } from '@hypergit/domain'
import type { PlanOptions } from './plan.js'
import { scenarioText } from './scenario-text.js'

/** Where failing worlds are kept; the files there run with the others of `conformance/`. */
export const foundFolder = join(import.meta.dirname, '..', '..', '..', '..', 'conformance', 'found')

export interface FoundWorld {
  readonly seed: number
  readonly options: PlanOptions
  readonly problems: readonly string[]
  readonly scenario: Scenario
}

const comment = (text: string): string => `# ${text.replaceAll('\n', '\n# ')}\n`

/** Saves what a world came to as a scenario file, and answers its path. */
export const saveWorld = async (folder: string, { seed, options, problems, scenario }: FoundWorld): Promise<string> => {
  const { clientsMin, clientsMax, steps } = options
  const file = join(folder, `world-${seed}.yaml`)
  const head = [
    `Found by the simulation: the world of seed ${seed}, of ${clientsMin} to ${clientsMax} clients and ${steps} steps.`,
    `Its ids are those of this file with the same seed: hypergit conformance conformance/found/world-${seed}.yaml --seed ${seed}`,
    `The world again: HYPERGIT_TEST_WORLDS=${seed},1 HYPERGIT_SLOW=1 npm run jest -- --selectProjects client --testPathPatterns simulation`,
    ...problems.map((problem) => problem.split('\n')[0] ?? ''),
  ]
  await mkdir(folder, { recursive: true })
  await writeFile(file, head.map(comment).join('') + scenarioText(scenario))
  return file
}
