import { parseArgs } from 'node:util'
import type { Bench } from './bench.js'
import { cloneBench } from './clone/clone-bench.js'
import { growthBench } from './growth/growth-bench.js'
import { judgeBench } from './judge/judge-bench.js'
import { latencyBench } from './latency/latency-bench.js'
import { machine } from './measure/machine.js'
import { memoryBench } from './memory/memory-bench.js'
import { pairingBench } from './pairing/pairing-bench.js'
import { peopleBench } from './people/people-bench.js'
import { rulesBench } from './rules/rules-bench.js'

const benches: Readonly<Record<string, Bench>> = {
  rules: rulesBench,
  judge: judgeBench,
  growth: growthBench,
  latency: latencyBench,
  clone: cloneBench,
  memory: memoryBench,
  pairing: pairingBench,
  people: peopleBench,
}

const usage = `npm run bench -- [NAME…] [--pairs N] [--ops N]

  NAME       ${Object.keys(benches).join(', ')}; all of them unless given
  --pairs N  how many pairs of subject and reference are measured
  --ops N    leaves out cases with more ops, and hosts no more repositories, than that`

const countOf = (text: string | undefined, flag: string): number | undefined => {
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new TypeError(`--${flag} ${text} is no count: a whole number from 1 on is needed`)
}

const run = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { pairs: { type: 'string' }, ops: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) {
    console.log(usage)
    return
  }
  const unknown = positionals.find((name) => !Object.hasOwn(benches, name))
  if (unknown !== undefined) throw new TypeError(`there is no bench ${unknown}`)
  const pairs = countOf(values.pairs, 'pairs')
  const ops = countOf(values.ops, 'ops') ?? Number.POSITIVE_INFINITY
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    console.log(`\n${name}: ${machine()}\n`)
    await bench({ pairs, ops, say: (text) => console.log(text) })
  }
}

try {
  await run()
} catch (error) {
  if (!(error instanceof TypeError)) throw error
  console.error(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}
