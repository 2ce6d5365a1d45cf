import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as after } from 'node:timers/promises'
import { median } from '../measure/statistics.js'

/** A process and everything it started, by its parents; ended ones are left out. */
const familyOf = async (pid: number): Promise<readonly number[]> => {
  const children = new Map<number, number[]>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(await readOr(`/proc/${name}/status`))?.[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const family = [pid]
  for (const member of family) family.push(...(children.get(member) ?? []))
  return family
}

/** The text of a file of a process; empty when the process has ended meanwhile. */
const readOr = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return ''
  }
}

const nameOf = async (pid: number): Promise<string> => (await readOr(`/proc/${pid}/comm`)).trim()

/** Proportional set size, bytes: a page that several processes share counts for each by its part, so that a sum counts it once. */
const memoryOf = async (pid: number): Promise<number> =>
  Number(/^Pss:\s+(\d+) kB$/m.exec(await readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024

const ticksPerSecond = 100

/** Processor time since its start, seconds. */
const processorOf = async (pid: number): Promise<number> => {
  const stat = await readOr(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond
}

/** What the processes of one program take. */
export interface Usage {
  readonly memoryBytes: number
  /** Of one core, 0.05 being 5 %. */
  readonly processor: number
}

const samples = 5

/** What a process and all it started take over `ms`, by the name of their programs. Linux only. */
export const usageOf = async (pid: number, ms: number): Promise<ReadonlyMap<string, Usage>> => {
  const family = await familyOf(pid)
  const names = new Map<number, string>()
  for (const member of family) names.set(member, await nameOf(member))
  const programs = [...new Set(names.values())].filter((name) => name !== '')
  const membersOf = (program: string): number[] => family.filter((member) => names.get(member) === program)
  const sumOf = async (program: string, figure: (member: number) => Promise<number>): Promise<number> => {
    let total = 0
    for (const member of membersOf(program)) total += await figure(member)
    return total
  }
  const memory = new Map<string, number[]>(programs.map((program) => [program, []]))
  const before = new Map<string, number>()
  for (const program of programs) before.set(program, await sumOf(program, processorOf))
  const from = performance.now()
  for (let sample = 0; sample < samples; sample++) {
    await after(ms / samples)
    for (const program of programs) memory.get(program)?.push(await sumOf(program, memoryOf))
  }
  const seconds = (performance.now() - from) / 1000
  const usage = new Map<string, Usage>()
  for (const program of programs) {
    const spent = (await sumOf(program, processorOf)) - (before.get(program) ?? 0)
    usage.set(program, { memoryBytes: median(memory.get(program) ?? []), processor: Math.max(0, spent) / seconds })
  }
  return usage
}

/** Node by whatever name it runs here. */
export const totalOf = (usage: ReadonlyMap<string, Usage>, wanted: (program: string) => boolean): Usage => {
  let memoryBytes = 0
  let processor = 0
  for (const [program, one] of usage) {
    if (!wanted(program)) continue
    memoryBytes += one.memoryBytes
    processor += one.processor
  }
  return { memoryBytes, processor }
}
