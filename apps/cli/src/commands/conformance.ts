import type { Command } from 'commander'
import { problemOf, runScenario } from '@hypergit/domain'
import { define } from '../define.js'
import { CommandFailure, usage } from '../failures.js'
import { safeLine } from '../render/terminal-text.js'

interface ConformanceOptions {
  readonly orders: string
  readonly seed: string
}

const wholeNumber = (name: string, text: string, max: number): number => {
  const value = Number(text)
  if (!/^[0-9]+$/.test(text) || value > max)
    throw usage(`${name} ${JSON.stringify(text)} is no whole number from 0 to ${max}`)
  return value
}

export const conformanceCommand = (program: Command): void =>
  define<ConformanceOptions>(program, {
    name: 'conformance',
    description: 'Run scenario files through the rules that peers run, in several orders of arrival',
    takes: ['FILE'],
    rest: 'FILE',
    examples: ['conformance conformance/mutes.yaml', 'conformance conformance/*.yaml --orders 200 --seed 7 --json'],
    options: (command) =>
      command
        .option('--orders <N>', "random causal orders beside the file's own", '50')
        .option('--seed <S>', 'where keys, ids and orders derive from', '1'),
    run: async (run) => {
      const orders = wholeNumber('--orders', run.options.orders, 1_000_000)
      const seed = wholeNumber('--seed', run.options.seed, Number.MAX_SAFE_INTEGER)
      // Loaded by this command alone: every other one would wait for a YAML parser that it does not need.
      const { readScenarios } = await import('../scenario-files.js')
      const found = (await Promise.all(run.words.map(readScenarios))).flat()
      const { domainCrypto, scenarioIdentities } = await import('@hypergit/client')
      const options = { crypto: domainCrypto, identities: scenarioIdentities(seed), orders, seed }
      for (const { scenario, unreadable } of found) {
        const problem = problemOf(scenario, options)
        if (problem !== undefined) throw unreadable(problem)
      }
      let failed = 0
      for (const { scenario } of found) {
        const result = await runScenario(scenario, options)
        if (!result.passed) failed += 1
        const reasons = result.failures.map((failure) => `\n    ${safeLine(failure, 400)}`).join('')
        run.output.result(
          result,
          () => `${result.passed ? 'passed' : 'FAILED'}  ${safeLine(result.scenario)}${reasons}`,
        )
      }
      if (failed > 0) throw new CommandFailure('conformance', `${failed} of ${found.length} scenarios failed`)
    },
  })
