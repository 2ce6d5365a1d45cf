import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CommandFailure } from '../failures.js'

const execute = promisify(execFile)

/** Transports that a link from a stranger may use: none that runs a command or reads this machine's files. */
const allowedProtocols = 'https:http:ssh:git'
const outputBytesMax = 64 * 1024 * 1024

const failed = (error: unknown): string =>
  error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' && error.stderr !== ''
    ? error.stderr
    : String(error)

/** Run git in a folder and give its output; `local` lets it read repositories on this machine too. */
export const git = async (folder: string, words: readonly string[], local = false): Promise<string> => {
  const protocols = local ? `${allowedProtocols}:file` : allowedProtocols
  try {
    const { stdout } = await execute('git', [...words], {
      cwd: folder,
      maxBuffer: outputBytesMax,
      env: { ...process.env, GIT_ALLOW_PROTOCOL: protocols, GIT_TERMINAL_PROMPT: '0' },
    })
    return stdout
  } catch (error) {
    throw new CommandFailure('git', `git ${words[0] ?? ''} failed: ${failed(error).trim()}`)
  }
}

/** The same, undefined where git says no or is not there. */
export const gitAnswer = async (folder: string, words: readonly string[]): Promise<string | undefined> => {
  try {
    const { stdout } = await execute('git', [...words], { cwd: folder })
    return stdout.trim() === '' ? undefined : stdout.trim()
  } catch {
    return undefined
  }
}
