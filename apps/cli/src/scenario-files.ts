import { readFile } from 'node:fs/promises'
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml'
import { parseScenario, type Scenario, type ScenarioProblem } from '@hypergit/domain'
import { type CommandFailure, usage } from './failures.js'

const fileBytesMax = 64 * 1024 * 1024

type Path = ScenarioProblem['path']

/** A scenario of a file, and what is to be said where something is wrong with it: the file and the line that the path leads to. */
export interface FoundScenario {
  readonly scenario: Scenario
  readonly unreadable: (problem: ScenarioProblem) => CommandFailure
}

/** A value of a file, not looked at any further. */
interface Found {
  readonly value: unknown
  readonly lineOf: (path: Path) => number
}

const refusal = (file: string, line: number, problem: string): CommandFailure => usage(`${file}:${line}: ${problem}`)

const saidBy = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const parsed = (file: string, line: number, parse: () => unknown): unknown => {
  try {
    return parse()
  } catch (error) {
    throw refusal(file, line, saidBy(error))
  }
}

interface Line {
  readonly text: string
  readonly line: number
}

const linesOf = (text: string): readonly Line[] =>
  text
    .split('\n')
    .map((content, index) => ({ text: content.trim(), line: index + 1 }))
    .filter((one) => one.text !== '')

/** Whatever the file's name: a whole object in the first line, and more lines of the kind. */
const areJsonLines = ([first, second]: readonly Line[]): boolean => {
  if (first === undefined || second?.text.startsWith('{') !== true) return false
  try {
    return typeof JSON.parse(first.text) === 'object'
  } catch {
    return false
  }
}

const offsetOf = (document: Document, path: Path): number => {
  let node = document.contents
  let offset = node?.range?.[0] ?? document.range?.[0] ?? 0
  for (const part of path) {
    if (isSeq<Node>(node)) {
      node = node.items[Number(part)] ?? null
      offset = node?.range?.[0] ?? offset
    } else if (isMap<Node, Node>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part)
      node = pair?.value ?? null
      offset = pair?.key.range?.[0] ?? offset
    } else return offset
  }
  return offset
}

const isEmpty = ({ contents }: Document): boolean => contents === null || (isScalar(contents) && contents.source === '')

const documentsOf = (file: string, text: string): readonly Found[] => {
  const lineCounter = new LineCounter()
  const documents = [...parseAllDocuments<Node>(text, { lineCounter, prettyErrors: false })]
  return documents
    .filter((document) => document.errors.length > 0 || !isEmpty(document))
    .map((document) => {
      const [error] = document.errors
      if (error !== undefined) throw refusal(file, lineCounter.linePos(error.pos[0]).line, error.message)
      const lineOf = (path: Path): number => lineCounter.linePos(offsetOf(document, path)).line
      return { value: parsed(file, lineOf([]), () => document.toJS() as unknown), lineOf }
    })
}

/** Documents of YAML or JSON, or the lines of a file of JSON lines. */
const valuesOf = (file: string, text: string): readonly Found[] => {
  const lines = linesOf(text)
  if (!/\.(?:jsonl|ndjson)$/.test(file) && !areJsonLines(lines)) return documentsOf(file, text)
  return lines.map(({ text: json, line }) => ({
    value: parsed(file, line, () => JSON.parse(json) as unknown),
    lineOf: () => line,
  }))
}

const scenarioOf = (file: string, { value, lineOf }: Found, above: Path): FoundScenario => {
  const unreadable = ({ problem, path }: ScenarioProblem): CommandFailure =>
    refusal(file, lineOf([...above, ...path]), problem)
  const result = parseScenario(value)
  if (!result.ok) throw unreadable(result)
  return { scenario: result.scenario, unreadable }
}

/** The scenarios of a file; each document of it is one, or a list of them. Fails with the line and what is wrong there. */
export const readScenarios = async (file: string): Promise<readonly FoundScenario[]> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw usage(`${file} cannot be read: ${saidBy(error)}`)
  })
  if (bytes.byteLength > fileBytesMax) throw usage(`${file} is larger than ${fileBytesMax} bytes`)
  const found = valuesOf(file, new TextDecoder().decode(bytes)).flatMap((one) =>
    Array.isArray(one.value)
      ? (one.value as unknown[]).map((value, index) => scenarioOf(file, { ...one, value }, [index]))
      : [scenarioOf(file, one, [])],
  )
  if (found.length === 0) throw refusal(file, 1, 'there is no scenario in it')
  return found
}
