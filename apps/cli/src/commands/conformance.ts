import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { LineCounter, parseAllDocuments } from 'yaml'
import { parseScenario, runScenario, type Scenario } from '@hypergit/domain'
import { define } from '../define.js'
import { CommandFailure, usage } from '../failures.js'
import { safeLine } from '../render/terminal-text.js'

interface ConformanceOptions {
  readonly orders: string
  readonly seed: string
}

const fileBytesMax = 64 * 1024 * 1024

const wholeNumber = (name: string, text: string, max: number): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0 || value > max)
    throw usage(`${name} ${JSON.stringify(text)} is no whole number from 0 to ${max}`)
  return value
}

const unreadable = (file: string, line: number, problem: string): CommandFailure => usage(`${file}:${line}: ${problem}`)

interface Found {
  readonly line: number
  readonly value: unknown
}

/** Documents of YAML or JSON, or the lines of a file of JSON lines. */
const documentsOf = (file: string, text: string): readonly Found[] => {
  if (/\.(?:jsonl|ndjson)$/.test(file)) {
    const lines = text.split('\n').map((content, index) => ({ content, line: index + 1 }))
    return lines
      .filter(({ content }) => content.trim() !== '')
      .map(({ content, line }) => {
        try {
          return { line, value: JSON.parse(content) as unknown }
        } catch (error) {
          throw unreadable(file, line, error instanceof Error ? error.message : String(error))
        }
      })
  }
  const lineCounter = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter })
  return [...documents].map((document) => {
    const [error] = document.errors
    if (error !== undefined) throw unreadable(file, lineCounter.linePos(error.pos[0]).line, error.message)
    return { line: lineCounter.linePos(document.range[0]).line, value: document.toJS() as unknown }
  })
}

/** A document is one scenario or a list of them. */
const scenariosOf = async (file: string): Promise<readonly Scenario[]> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (text.length > fileBytesMax) throw usage(`${file} is larger than ${fileBytesMax} bytes`)
  return documentsOf(file, text).flatMap(({ line, value }) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => {
      const parsed = parseScenario(one)
      if (!parsed.ok) throw unreadable(file, line, parsed.problem)
      return parsed.scenario
    }),
  )
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
      const scenarios = (await Promise.all(run.words.map(scenariosOf))).flat()
      const { domainCrypto, scenarioIdentities } = await import('@hypergit/client')
      let failed = 0
      for (const scenario of scenarios) {
        const result = await runScenario(scenario, {
          crypto: domainCrypto,
          identities: scenarioIdentities(seed),
          orders,
          seed,
        })
        if (!result.passed) failed += 1
        const reasons = result.failures.map((failure) => `\n    ${safeLine(failure, 400)}`).join('')
        run.output.result(
          result,
          () => `${result.passed ? 'passed' : 'FAILED'}  ${safeLine(result.scenario)}${reasons}`,
        )
      }
      if (failed > 0) throw new CommandFailure('conformance', `${failed} of ${scenarios.length} scenarios failed`)
    },
  })
