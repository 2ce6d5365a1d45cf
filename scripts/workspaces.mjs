import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Every workspace as the root package.json names them: its package name, its folder relative to `base`,
 * and its parsed package.json.
 */
export function workspaces(base = root) {
  const { workspaces: patterns } = readJson(join(base, 'package.json'))
  return patterns
    .flatMap((pattern) => folders(base, pattern))
    .filter((folder) => existsSync(join(base, folder, 'package.json')))
    .map((folder) => {
      const manifest = readJson(join(base, folder, 'package.json'))
      return { name: manifest.name, folder, manifest }
    })
}

function folders(base, pattern) {
  if (!pattern.endsWith('/*')) return [pattern]
  const parent = pattern.slice(0, -2)
  if (!existsSync(join(base, parent))) return []
  return readdirSync(join(base, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
