import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { until } from './until.js'

export interface SpawnOptions {
  readonly cwd?: string
  /** Added to this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Written to its standard input, which is then closed; without it there is none. */
  readonly input?: string
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface SpawnedProcess {
  readonly pid: number
  /** Lines of standard output and of standard error as they came, at most the last `linesMax` of each. */
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  /** The first line of standard output that matches; fails with all it wrote when it does not come, or when the process ends first. */
  line(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>
  readonly exited: Promise<Exit>
  /** Asks it to stop and waits until it has; kills it when it takes longer than `timeoutMs`. */
  stop(signal?: NodeJS.Signals, timeoutMs?: number): Promise<Exit>
  /** kill -9, and waits until it is gone. */
  kill(): Promise<Exit>
}

const linesMax = 10_000

const keep =
  (lines: string[]) =>
  (line: string): void => {
    lines.push(line)
    if (lines.length > linesMax) lines.shift()
  }

/** A real process, its output read line by line. */
export const spawnProcess = async (
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<SpawnedProcess> => {
  const child = spawn(command, [...args], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const stdout: string[] = []
  const stderr: string[] = []
  createInterface({ input: child.stdout }).on('line', keep(stdout))
  createInterface({ input: child.stderr }).on('line', keep(stderr))
  let ended = false
  const exited = new Promise<Exit>((resolve) => {
    child.on('close', (code, signal) => {
      ended = true
      resolve({ code, signal })
    })
  })
  await once(child, 'spawn')
  // It may end without having read its input; that is for the test to see from its exit.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const { pid } = child
  if (pid === undefined) throw new Error(`${command} has no pid`)

  const told = (): string => [...stdout, ...stderr].slice(-40).join('\n')

  return {
    pid,
    stdout,
    stderr,
    exited,
    line: async (pattern, timeoutMs = 30_000) => {
      const find = (): RegExpExecArray | undefined => {
        for (const line of stdout) {
          const match = pattern.exec(line)
          if (match !== null) return match
        }
        return undefined
      }
      const found = await until(() => find() ?? ended, {
        what: `${command} says ${pattern}; it said:\n${told()}`,
        timeoutMs,
      })
      if (found === true) throw new Error(`${command} ended before it said ${pattern}; it said:\n${told()}`)
      return found
    },
    stop: async (signal = 'SIGTERM', timeoutMs = 15_000) => {
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
      await exited
      clearTimeout(timer)
      return exited
    },
    kill: () => {
      child.kill('SIGKILL')
      return exited
    },
  }
}
