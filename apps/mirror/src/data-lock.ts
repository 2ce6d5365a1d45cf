import { open, mkdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { tryLock } from 'fs-native-extensions'
import { MirrorError } from './mirror-error.js'

/** The operating system's lock on a mirror's folder: given back when the process ends, however it ends. */
export class DataLock {
  private constructor(private readonly handle: FileHandle) {}

  /** Makes the folder where it is missing. Throws a MirrorError. */
  static async acquire(dir: string): Promise<DataLock> {
    const handle = await openLockFile(dir)
    if (tryLock(handle.fd)) return new DataLock(handle)
    await handle.close()
    throw new MirrorError(
      'DATA_IN_USE',
      `A mirror is already running on ${dir}. Stop it first, or give this one another folder with --data.`,
    )
  }

  release(): Promise<void> {
    return this.handle.close()
  }
}

const openLockFile = async (dir: string): Promise<FileHandle> => {
  try {
    await mkdir(dir, { recursive: true })
    return await open(join(dir, 'mirror.lock'), 'a+', 0o600)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MirrorError('DATA_UNUSABLE', `The folder ${dir} cannot be used: ${reason}`, { cause })
  }
}
