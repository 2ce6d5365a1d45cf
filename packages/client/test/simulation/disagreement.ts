import type { LiveLog } from '../../src/repository/live-log.js'
import { type Names, scenarioOfLogs } from './scenario-of-log.js'

/** One of those who should have one state. */
export interface Party {
  readonly name: string
  readonly live: LiveLog
}

const outcomesOf = (expect: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  (expect['outcomes'] ?? {}) as Readonly<Record<string, unknown>>

const stateOf = async ({ name, live: { log, engine } }: Party, { cores }: Names): Promise<string> => {
  const heads = [...cores].map(([core, author]) => {
    const { length = 0, keep } = log.core(core) ?? {}
    return `${author} ${engine.applied(core)?.length ?? 0} of ${length}${keep === undefined ? '' : `, kept to ${keep}`}`
  })
  const state = (await engine.stateHash()).slice(0, 8)
  return `${name}: state ${state}; heads ${heads.join('; ')}; missing ${log.behindBy()} and ${engine.missing().length}; ${log.peers().length} peers`
}

/** How the parties differ, in lines: what each has, and which ops they judge otherwise. */
export const disagreement = async (parties: readonly Party[], names: Names): Promise<readonly string[]> => {
  const lines: string[] = []
  const judged = new Map<string, string[]>()
  for (const party of parties) {
    lines.push(await stateOf(party, names))
    const { expect } = await scenarioOfLogs(party.name, party.live, [party.live], names)
    for (const [step, outcome] of Object.entries(outcomesOf(expect)))
      judged.set(step, [...(judged.get(step) ?? []), `${party.name} ${JSON.stringify(outcome)}`])
  }
  for (const [step, by] of judged) {
    const outcomes = new Set(by.map((one) => one.slice(one.indexOf(' '))))
    if (outcomes.size > 1 || by.length < parties.length) lines.push(`${step}: ${by.join(', ')}`)
  }
  return lines
}
