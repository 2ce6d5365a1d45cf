import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  at(done: number, total: number): void
  stop(): void
}

const silent: Progress = { at: () => undefined, stop: () => undefined }

/** A bar on stderr for long work, where a person is there to see it. */
export const progressOf = (label: string, json: boolean): Progress => {
  if (json || !process.stderr.isTTY) return silent
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} {eta_formatted}`,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  )
  let started = false
  return {
    at(done, total) {
      if (!started) bar.start(total, done)
      started = true
      bar.setTotal(total)
      bar.update(done)
    },
    stop: () => bar.stop(),
  }
}
