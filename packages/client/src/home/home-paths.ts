import { createHash } from 'node:crypto'
import { mkdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClientError } from '../api/client-error.js'

/** Where things lie in a home. */
export interface HomePaths {
  readonly home: string
  /** Locked by the process that holds the home. */
  readonly lock: string
  /** What this home calls its repositories. */
  readonly file: string
  /** Where the holder listens. */
  readonly socket: string
  /** Keys of the user that the home belongs to, and nothing else. */
  readonly identity: string
  /** What the rules made of the cores; rebuilt from them when it is missing. */
  readonly views: string
}

/** Longest path of a Unix socket on every system that Node runs on, in bytes. */
const socketPathBytesMax = 100

/** Makes the home, readable by its user alone, and says where things lie. Rejects with HOME_BROKEN. */
export const prepareHome = async (home: string): Promise<HomePaths> => {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    return {
      home,
      lock: join(home, 'lock'),
      file: join(home, 'home.json'),
      socket: await socketPath(home),
      identity: join(home, 'identity'),
      views: join(home, 'views'),
    }
  } catch (cause) {
    throw new ClientError('HOME_BROKEN', `${home} cannot be used as a home`, { cause })
  }
}

const socketPath = async (home: string): Promise<string> => {
  const inHome = join(home, 'control.sock')
  if (Buffer.byteLength(inHome) <= socketPathBytesMax) return inHome
  const uid = process.getuid?.() ?? 0
  const dir = join(tmpdir(), `hypergit-${uid}`)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const { uid: owner, mode } = await stat(dir)
  if (owner !== uid || (mode & 0o077) !== 0) throw new Error(`${dir} is not this user's alone`)
  return join(dir, `${createHash('sha256').update(home).digest('hex').slice(0, 32)}.sock`)
}
