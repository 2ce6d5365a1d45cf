import { type FileHandle, open } from 'node:fs/promises'
import { tryLock } from 'fs-native-extensions'

/** The operating system's lock on a home: given back when the process ends, however it ends. */
export class HomeLock {
  private constructor(private readonly handle: FileHandle) {}

  /** undefined when another holder has it, in this process or another. */
  static async tryAcquire(path: string): Promise<HomeLock | undefined> {
    const handle = await open(path, 'a+', 0o600)
    if (tryLock(handle.fd)) return new HomeLock(handle)
    await handle.close()
    return undefined
  }

  release(): Promise<void> {
    return this.handle.close()
  }
}
