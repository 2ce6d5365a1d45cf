import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { MailTransport } from './mail-transport.js'

/**
 * Mails as `.eml` files in a folder that only the owner can read. A file's name is a function of (op, recipient), and it appears whole or not at
 * all, so that writing it again after a kill gives the same one file.
 */
export async function folderTransport(path: string): Promise<MailTransport> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  return {
    description: `.eml files in ${path}`,
    resumable: true,
    async send({ name, bytes }, handOver) {
      if (!(await handOver())) return { outcome: 'not-handed' }
      try {
        await writeWhole(path, `${name}.eml`, bytes)
        return { outcome: 'sent' }
      } catch (error) {
        return { outcome: 'retry', note: error instanceof Error ? error.message : String(error) }
      }
    },
    close: () => Promise.resolve(),
  }
}

/** Content first, then the name, each made durable before the next step. */
async function writeWhole(folder: string, name: string, bytes: Buffer): Promise<void> {
  const unfinished = join(folder, `.${name}.${process.pid}.tmp`)
  const file = await open(unfinished, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, join(folder, name))
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
