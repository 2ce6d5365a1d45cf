import { spawn } from 'node:child_process'

/** How a run of git that may not take long came out; `missing`: git is not installed. */
export type BoundedRun =
  | { readonly kind: 'ended'; readonly code: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'late' }
  | { readonly kind: 'missing' }

export interface Bounds {
  readonly withinMs: number
  /** Ends the run early, as its time limit would. */
  readonly stopped: Promise<void>
  readonly environment: NodeJS.ProcessEnv
}

/** Of each output; what git says of a few refs is far shorter. */
const outputCharsMax = 64 * 1024

/**
 * Run git in a folder and give all it said, or end it with everything that it started. It is a session of its own, without a terminal that
 * anything in it could ask on.
 */
export const boundedGit = (
  folder: string,
  words: readonly string[],
  { withinMs, stopped, environment }: Bounds,
): Promise<BoundedRun> =>
  new Promise((resolve, reject) => {
    const child = spawn('git', [...words], {
      cwd: folder,
      detached: true,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] = (said[name] + text).slice(0, outputCharsMax)
      })
    }
    let isOver = false
    const over = (): void => {
      isOver = true
      clearTimeout(timer)
    }
    const end = (): void => {
      // Its id may be another process's by now.
      if (isOver) return
      over()
      endGroup(child.pid)
      // A helper that left the group may hold the pipes for long.
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({ kind: 'late' })
    }
    const timer = setTimeout(end, withinMs)
    void stopped.then(end)
    child.once('error', (error: NodeJS.ErrnoException) => {
      over()
      if (error.code === 'ENOENT') resolve({ kind: 'missing' })
      else reject(error)
    })
    child.once('close', (code) => {
      over()
      resolve({ kind: 'ended', code, ...said })
    })
  })

const endGroup = (pid: number | undefined): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
