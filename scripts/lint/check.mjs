import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { workspaces } from '../workspaces.mjs'
import { arrows, homes, impure, testsMayImport } from './arrows.mjs'
import { references } from './references.mjs'

/** Every import of the checkout at `base` that the arrows do not allow, as `file: sentence`. */
export async function check(base) {
  const all = workspaces(base)
  const folders = new Map(all.map(({ name, folder }) => [short(name), join(base, folder)]))
  const found = []
  for (const [name, folder] of folders) {
    if (arrows[name] === undefined) found.push(`${relative(base, folder)}: has no line in scripts/lint/arrows.mjs`)
    for (const path of sources(folder)) {
      const refusals = await checkFile({ name, path, folders })
      found.push(...refusals.map((sentence) => `${relative(base, path)}: ${sentence}`))
    }
  }
  return found
}

async function checkFile({ name, path, folders }) {
  const test = /\.test\.tsx?$/.test(path) || path.startsWith(join(folders.get(name), 'test'))
  const found = await references(readFileSync(path, 'utf8'), path)
  const refused = found.imports.flatMap((specifier) => {
    const reason = refuse({ name, path, test, folders, specifier })
    return reason === null ? [] : [`${specifier} ${reason}`]
  })
  return name === 'domain' && !test ? [...refused, ...impurities(found)] : refused
}

function refuse({ name, path, test, folders, specifier }) {
  const workspace = specifier.startsWith('.')
    ? owner(folders, resolve(dirname(path), specifier))
    : workspaceNamed(specifier)
  if (workspace !== undefined) {
    if (workspace === name) return specifier.startsWith('.') ? null : 'is this workspace: import the file itself'
    if (specifier.startsWith('.')) return `reaches into ${workspace}: import the package by its name`
    const allowed = test ? [...(arrows[name] ?? []), ...testsMayImport] : (arrows[name] ?? [])
    return allowed.includes(workspace) ? null : `is not for ${name}: it may import ${list(allowed)}`
  }
  const library = packageOf(specifier)
  const home = homes[library]
  if (home !== undefined && !home.includes(name)) return `is for ${list(home)} only`
  if (name === 'domain' && !test && builtin(specifier)) return 'is not for domain, which is pure'
  return null
}

function impurities({ members, calls }) {
  const refused = members.filter((member) => {
    const [object, property] = member.split('.')
    const listed = Object.hasOwn(impure.members, object) ? impure.members[object] : []
    return listed === '*' || listed.includes(property)
  })
  return [...refused, ...calls.filter((call) => call === 'new Date' || impure.calls.includes(call))].map(
    (what) => `${what} is not for domain, which is pure: take it as an argument`,
  )
}

const short = (name) => name.replace('@hypergit/', '')
const list = (names) => (names.length === 0 ? 'no other workspace' : names.join(', '))
const builtin = (specifier) => specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0])
const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function workspaceNamed(specifier) {
  const name = packageOf(specifier)
  return name.startsWith('@hypergit/') || name === 'hypergit' ? short(name) : undefined
}

function owner(folders, path) {
  for (const [name, folder] of folders) if (path.startsWith(`${folder}/`)) return name
  return undefined
}

const skipped = new Set(['node_modules', 'dist', 'generated', 'spec'])

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sources(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
  })
}
