import { fork } from 'node:child_process'
import { join } from 'node:path'

export interface SourceRun {
  /** The TypeScript module; it exports `run(tell, ...words)`, which awaits each `tell(what)`. */
  readonly module: string
  readonly words: readonly string[]
  /** Whoever tells nothing for so long hangs, and is killed. */
  readonly silentMsMax: number
  /** Of its heap; who needs more is ended by the engine. */
  readonly heapMebibytesMax: number
}

const runner = join(import.meta.dirname, '..', '..', '..', 'scripts', 'test', 'run-source.mjs')
/** Of what it says on standard error the end, in characters, for whoever asks why it failed. */
const saidMax = 4_000
/** Of its youngest objects: with so much, far fewer of them are taken for old ones. */
const youngMebibytes = 16

/**
 * Runs what takes long in a process of its own, on the source but outside of jest, in whose sandbox every use of a global costs; a loop that never
 * ends is ended from outside. Rejects with what it threw, and where it hangs, swells or ends before it should; what it told last is said.
 */
export const runSource = async <Told>(
  { module, words, silentMsMax, heapMebibytesMax }: SourceRun,
  onTold: (told: Told) => void,
): Promise<void> => {
  const child = fork(runner, [module, ...words], {
    execArgv: [`--max-old-space-size=${heapMebibytesMax}`, `--max-semi-space-size=${youngMebibytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let last: unknown
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-saidMax)))
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (what: string): void =>
        reject(
          new Error(
            `${module} ${words.join(' ')} ${what}; it told last ${JSON.stringify(last)}${said === '' ? '' : `\n${said}`}`,
          ),
        )
      const hangs = (): void => fail(`has told nothing for ${silentMsMax} ms`)
      let timer = setTimeout(hangs, silentMsMax)
      child.on('message', (message: { readonly told?: Told; readonly failed?: string }) => {
        clearTimeout(timer)
        timer = setTimeout(hangs, silentMsMax)
        if (message.failed !== undefined) fail(`failed: ${message.failed}`)
        if (message.told === undefined) return
        last = message.told
        try {
          onTold(message.told)
        } catch (error) {
          reject(error)
        }
      })
      child.on('error', reject)
      child.on('close', (code, signal) => {
        clearTimeout(timer)
        if (code === 0) resolve()
        else fail(`ended by ${signal ?? `status ${code}`}`)
      })
    })
  } finally {
    child.kill('SIGKILL')
  }
}
