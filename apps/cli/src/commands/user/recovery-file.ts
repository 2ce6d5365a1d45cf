import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises'
import { usage } from '../../failures.js'

/** Longer is no phrase with a remark before it. */
const fileBytesMax = 4_096

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error)

/** A file for a recovery phrase, made before there is one, so that a phrase is never without the place that was meant for it. */
export interface ReservedFile {
  /** Resolves when the phrase is on disk. */
  write(phrase: string, user: string): Promise<void>
  /** Removes it, where no phrase came. */
  giveUp(): Promise<void>
}

/** A new file that the owner alone can read; one that is there already is left as it is. */
export const reserveFile = async (path: string): Promise<ReservedFile> => {
  let handle: FileHandle
  try {
    handle = await open(path, 'wx', 0o600)
  } catch (error) {
    const why = codeOf(error) === 'EEXIST' ? 'it is there already, and is never overwritten' : codeOf(error)
    throw usage(`the recovery phrase cannot be stored in ${path}: ${why}`)
  }
  return {
    async write(phrase, user) {
      await handle.writeFile(recoveryText(phrase, user))
      await handle.sync()
      await handle.close()
    },
    async giveUp() {
      await handle.close()
      await rm(path, { force: true })
    },
  }
}

/** What `work` comes to; the file is gone again where it fails. */
export const orGiveUp = async <Result>(
  file: ReservedFile | undefined,
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    await file?.giveUp()
    throw error
  }
}

const recoveryText = (phrase: string, user: string): string =>
  `# Recovery phrase of hypergit user ${user}\n# Whoever has these words is this user. Keep them apart from the machine.\n${phrase}\n`

/** The phrase in a file that was stored so, or that holds it alone. Refuses one that others can read. */
export const phraseFromFile = async (path: string): Promise<string> => {
  const { assertOwnersAlone } = await import('@hypergit/client/open-peer')
  try {
    const { size } = await stat(path)
    if (size > fileBytesMax) throw usage(`${path} is too long for a recovery phrase`)
    await assertOwnersAlone(path)
    return withoutRemarks(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && error.name !== 'Error') throw error
    throw usage(`the recovery phrase cannot be read from ${path}: ${codeOf(error)}`)
  }
}

/** The phrase on standard input. */
export const phraseFromStdin = async (): Promise<string> => {
  let text = ''
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.length > fileBytesMax) throw usage('standard input is too long for a recovery phrase')
  }
  return withoutRemarks(text)
}

const withoutRemarks = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
