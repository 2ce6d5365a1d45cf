import { randomBytes } from 'node:crypto'
import { readPrivateFile, writePrivateFile } from './private-file.js'

/** 256 bits in 43 characters; what is shorter was cut off by something and is made anew. */
const tokenBytes = 32
const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** A secret that is made at the first start and kept in a file. */
export const keptToken = async (path: string): Promise<string> => {
  const known = await readPrivateFile(path)
  if (known !== undefined && tokenForm.test(known)) return known
  const token = randomBytes(tokenBytes).toString('base64url')
  await writePrivateFile(path, `${token}\n`)
  return token
}
