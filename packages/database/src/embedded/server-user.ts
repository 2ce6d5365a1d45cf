import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { DatabaseError } from '../database-error.js'

const run = promisify(execFile)

/** How the server's programs are started, and whose its files are. */
export interface ServerUser {
  /** Absent: ours. */
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** The command line that runs `program` as that user. */
  command(
    program: string,
    args: readonly string[],
  ): { readonly program: string; readonly args: readonly string[]; readonly uid?: number; readonly gid?: number }
}

const asOurselves: ServerUser = { command: (program, args) => ({ program, args }) }

/** PostgreSQL refuses to run as root, so root lends it the user that Debian and others make for it, else the one that owns nothing. */
const unprivileged = async (): Promise<{ uid: number; gid: number }> => {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    } catch {
      // The next one, then.
    }
  }
  throw new DatabaseError(
    'embedded-unavailable',
    'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as. Set DATABASE_URL.',
  )
}

const enters = async (path: string, owner: { uid: number; gid: number }): Promise<boolean> => {
  const { mode, uid, gid } = await stat(path)
  if (uid === owner.uid) return (mode & 0o100) !== 0
  if (gid === owner.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

const reaches = async (path: string, owner: { uid: number; gid: number }): Promise<boolean> => {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (!(await enters(folder, owner))) return false
    if (folder === dirname(folder)) return true
  }
}

/** Passes closed folders, such as /root or a mktemp folder, without being root: two capabilities, and no other. */
const setprivFlags = (owner: { uid: number; gid: number }): readonly string[] => [
  `--reuid=${owner.uid}`,
  `--regid=${owner.gid}`,
  '--clear-groups',
  '--inh-caps=+dac_override,+dac_read_search',
  '--ambient-caps=+dac_override,+dac_read_search',
]

/** Who runs the server whose files are at `paths`. Throws a DatabaseError when nobody can. */
export const chooseServerUser = async (paths: readonly string[]): Promise<ServerUser> => {
  if (process.getuid?.() !== 0) return asOurselves
  const owner = await unprivileged()
  const reached = await Promise.all(paths.map((path) => reaches(path, owner)))
  if (reached.every(Boolean)) return { owner, command: (program, args) => ({ program, args, ...owner }) }
  const flags = setprivFlags(owner)
  try {
    await run('setpriv', [...flags, 'test', '-x', paths[0] ?? '/'])
  } catch (error) {
    const closed = paths.filter((_, index) => reached[index] !== true).join(', ')
    throw new DatabaseError(
      'embedded-unavailable',
      `As root, the embedded PostgreSQL runs as user ${owner.uid}, who cannot enter the folders above ${closed}. Use another data folder, another user, or DATABASE_URL.`,
      error,
    )
  }
  return { owner, command: (program, args) => ({ program: 'setpriv', args: [...flags, program, ...args] }) }
}
