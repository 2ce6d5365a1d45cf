import type { Stats } from 'node:fs'
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { ClientError } from '../api/client-error.js'

/** Owner, group and others may do something beyond what the owner alone may. */
const othersMask = 0o077

const errorCode = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined

/** A small file of secrets, which nobody but the home's owner can read; one that others can read is refused. */
export class KeyFile<Schema extends z.ZodType> {
  constructor(
    readonly path: string,
    private readonly schema: Schema,
  ) {}

  /** undefined where there is none. Rejects with KEYS_EXPOSED or HOME_BROKEN. */
  async read(): Promise<z.infer<Schema> | undefined> {
    const text = await this.#text()
    if (text === undefined) return undefined
    try {
      return this.schema.parse(JSON.parse(text))
    } catch {
      // The cause would quote what is in it.
      throw new ClientError('HOME_BROKEN', `${this.path} is not the key file that it should be`)
    }
  }

  /** Whole or not at all, and on disk when it resolves. */
  async write(value: z.infer<Schema>): Promise<void> {
    const folder = dirname(this.path)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    const temporary = `${this.path}.${process.pid}.tmp`
    await rm(temporary, { force: true })
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, this.path)
    await syncFolder(folder)
  }

  /** Overwritten and removed. A disk that writes elsewhere what is overwritten keeps it until it needs the place. */
  async remove(): Promise<void> {
    try {
      const handle = await open(this.path, 'r+')
      try {
        const { size } = await handle.stat()
        await handle.write(Buffer.alloc(size), 0, size, 0)
        await handle.sync()
      } finally {
        await handle.close()
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return
      throw error
    }
    await rm(this.path, { force: true })
    await syncFolder(dirname(this.path))
  }

  async #text(): Promise<string | undefined> {
    try {
      const handle = await open(this.path, 'r')
      try {
        assertMode(this.path, await handle.stat())
        return await handle.readFile('utf8')
      } finally {
        await handle.close()
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      if (error instanceof ClientError) throw error
      throw new ClientError('HOME_BROKEN', `${this.path} cannot be read`, { cause: error })
    }
  }
}

/** Rejects with KEYS_EXPOSED where others than the owner may read or write the file, and with ENOENT where it is missing. */
export const assertOwnersAlone = async (path: string): Promise<void> => assertMode(path, await stat(path))

const assertMode = (path: string, { mode, uid }: Stats): void => {
  // Windows knows no such modes: there the home's folder is its owner's by the rights of the profile that it lies in.
  if (process.platform === 'win32') return
  const self = process.getuid?.()
  if (self !== undefined && uid !== self && self !== 0)
    throw new ClientError('KEYS_EXPOSED', `${path} belongs to another user of this machine; a key file has to be yours`)
  if ((mode & othersMask) === 0) return
  const shown = (mode & 0o777).toString(8).padStart(4, '0')
  throw new ClientError(
    'KEYS_EXPOSED',
    `${path} can be read by others (mode ${shown}), so the key in it is not used. If nobody has read it: chmod 600 ${path}. If somebody may have, revoke this machine from another one: hypergit user revoke`,
  )
}

/** A file that was renamed or removed stays so after a power cut only when its folder is written as well. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
