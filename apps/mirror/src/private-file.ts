import { readFile, rename, writeFile } from 'node:fs/promises'

/** Writes a file that only this user can read, whole or not at all. */
export const writePrivateFile = async (path: string, text: string): Promise<void> => {
  const written = `${path}.new`
  await writeFile(written, text, { mode: 0o600 })
  await rename(written, path)
}

/** The file's text without the space around it; undefined when there is none. */
export const readPrivateFile = async (path: string): Promise<string | undefined> => {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
