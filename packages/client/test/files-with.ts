import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

/** The files below a folder that hold the text or the bytes. */
export const filesWith = async (folder: string, wanted: string | Buffer): Promise<readonly string[]> => {
  const found: string[] = []
  for (const file of await filesBelow(folder)) if ((await readFile(file)).includes(wanted)) found.push(file)
  return found
}
