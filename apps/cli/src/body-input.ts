import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@hypergit/domain'
import { CommandFailure, usage } from './failures.js'

export interface BodyOptions {
  readonly body?: string
  readonly bodyFile?: string
}

const tooLong = (name: string): CommandFailure =>
  usage(`${name} is longer than the ${limits.bodyBytesMax} bytes that a body may have`)

const fromStdin = async (): Promise<string> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin) {
    const buffer = Buffer.from(chunk)
    bytes += buffer.length
    if (bytes > limits.bodyBytesMax) throw tooLong('standard input')
    chunks.push(buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const fromFile = async (file: string): Promise<string> => {
  try {
    const { size } = await stat(file)
    if (size > limits.bodyBytesMax) throw tooLong(file)
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw usage(`the body cannot be read from ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const fromEditor = async (editor: string, before: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hypergit-'))
  try {
    const file = join(folder, 'BODY.md')
    await writeFile(file, before)
    // $EDITOR may carry arguments, as in `code --wait`; a shell takes them apart as the user's own would.
    const child = spawn(`${editor} "$0"`, [file], { shell: '/bin/sh', stdio: 'inherit' })
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
    if (status !== 0)
      throw new CommandFailure('editor', `${editor} ended with status ${status ?? 'unknown'}; nothing was written`)
    return await fromFile(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * The body that was given by `-b` or `-F` (`-`: standard input), else what the user writes in $EDITOR where there is a terminal; undefined
 * where there is neither.
 */
export const bodyGiven = async ({ body, bodyFile }: BodyOptions, before = ''): Promise<string | undefined> => {
  if (body !== undefined && bodyFile !== undefined) throw usage('give the body by -b or by -F, not by both')
  if (body !== undefined) return body
  if (bodyFile !== undefined) return bodyFile === '-' ? fromStdin() : fromFile(bodyFile)
  const editor = process.env['VISUAL'] || process.env['EDITOR']
  return process.stdin.isTTY && process.stdout.isTTY && editor ? fromEditor(editor, before) : undefined
}

/** The same where a text is needed. */
export const bodyNeeded = async (options: BodyOptions, before = ''): Promise<string> => {
  const body = await bodyGiven(options, before)
  if (body === undefined || body.trim() === '')
    throw usage('a text is needed: -b TEXT, -F FILE, or -F - for standard input')
  return body
}
