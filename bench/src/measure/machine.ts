import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** What the figures were measured on, one line. */
export const machine = (): string => {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const gib = Math.round(totalmem() / 1024 ** 3)
  const [load = 0] = loadavg()
  const date = new Date().toISOString().slice(0, 10)
  return `${date}, ${availableParallelism()} cores of ${model}, ${gib} GiB, Node ${process.versions.node}, load before ${load.toFixed(1)}`
}
