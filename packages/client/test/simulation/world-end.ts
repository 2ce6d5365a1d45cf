import type { CoreKey, LogId, Scenario } from '@hypergit/domain'
import type { Machines } from './machines.js'
import { forksIn, scenarioOfLogs } from './scenario-of-log.js'

/** What a world came to. */
export interface WorldEnd {
  readonly log: LogId
  /** Of each honest machine. */
  readonly stateHashes: Readonly<Record<string, string>>
  /** Honest authors whose ops broke a rule, or that are on the blacklist without having two machines that wrote apart. */
  readonly wronged: readonly string[]
  /** Cores of which two histories are known, with the seq from which on. */
  readonly forked: Readonly<Record<string, number>>
  readonly roles: Readonly<Record<string, string>>
  readonly scenario: Scenario
  readonly cores: ReadonlyMap<string, CoreKey>
}

/** Every honest machine's view of what became of it all. */
export const worldEnd = async (machines: Machines): Promise<WorldEnd> => {
  const { plan, log } = machines
  if (log === undefined) throw new Error('the world has not begun')
  const honest = await Promise.all(
    machines.running('honest').map(async (name) => ({ name, live: await machines.live(name) })),
  )
  const hostile = await Promise.all(machines.running('hostile').map((name) => machines.live(name)))
  const [first] = honest
  if (first === undefined) throw new Error('somebody is honest')
  const lives = honest.map(({ live }) => live)
  const forked = Object.fromEntries(
    [
      ...(await forksIn(
        honest.map(({ live }) => live),
        machines.names(),
        machines.written,
      )),
    ].map(([core, seq]) => [machines.nameOf(core), seq]),
  )
  const stateHashes: Record<string, string> = {}
  const wronged: string[] = []
  for (const { name, live } of honest) {
    stateHashes[name] = await live.engine.stateHash()
    for (const { core, blacklisted } of await live.engine.queries.cores()) {
      const author = machines.nameOf(core)
      if (blacklisted === undefined || !plan.honest.includes(author)) continue
      if (blacklisted.reason !== 'equivocation' || forked[author] === undefined) wronged.push(`${author}, by ${name}`)
    }
    for (const [author, seq] of Object.entries(forked)) {
      const [lowest] = live.log.forks(machines.core(author))
      if (lowest === undefined || lowest.seq > seq) wronged.push(`${name}, who does not know that ${author} forked`)
    }
  }
  const title = `world of seed ${plan.seed}`
  const scenario = await scenarioOfLogs(title, first.live, lives, machines.names(), hostile, machines.written)
  for (const step of scenario.steps) {
    const { outcome, reason } = outcomesOf(scenario)[step.id] ?? {}
    const isForked = outcome === 'ignored' && reason === 'equivocation' && forked[step.by] !== undefined
    if (plan.honest.includes(step.by) && !isForked && ['violation', 'parked', 'ignored'].includes(outcome ?? ''))
      wronged.push(`${step.id} of ${step.by}: ${outcome}`)
  }
  const views = await first.live.engine.queries.cores()
  const roles = Object.fromEntries(views.map(({ core, role }) => [machines.nameOf(core), role]))
  return { log, stateHashes, wronged, forked, roles, scenario, cores: machines.cores }
}

const outcomesOf = ({
  expect,
}: Scenario): Readonly<Record<string, { readonly outcome?: string; readonly reason?: string }>> =>
  (expect['outcomes'] ?? {}) as Readonly<Record<string, { readonly outcome?: string; readonly reason?: string }>>
