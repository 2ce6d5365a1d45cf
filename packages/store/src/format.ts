import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Of keys and values of every collection: raised whenever a program would read old records wrongly, or not at all. */
const format = '2'

const fileName = 'hypergit-format'

const read = async (dir: string): Promise<string | undefined> => {
  try {
    return (await readFile(join(dir, fileName), 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whether the folder holds records of another format; the first one was not noted. */
export const isOfOtherFormat = async (dir: string): Promise<boolean> => {
  const noted = await read(dir)
  if (noted !== undefined) return noted !== format
  return (await readdir(dir)).length > 0
}

/** In one step, and only where it is not noted yet: on a full disk a note must not be lost that was there. */
export const noteFormat = async (dir: string): Promise<void> => {
  if ((await read(dir)) === format) return
  const path = join(dir, fileName)
  await writeFile(`${path}.new`, `${format}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}
