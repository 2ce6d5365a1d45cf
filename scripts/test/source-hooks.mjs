// Module hooks that load the TypeScript of the workspaces as it is: `@hypergit/x` means the source of x, and a relative import ends in the `.js` that
// the build will have.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { transform } from '@swc/core'
import { root, workspaces } from '../workspaces.mjs'
import { swc } from './swc.mjs'

const folders = new Map(workspaces().map(({ name, folder }) => [name, join(root, folder)]))

export async function resolve(specifier, context, next) {
  const source = sourceOf(specifier, context.parentURL)
  return source === undefined ? next(specifier, context) : { url: source.href, shortCircuit: true }
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context)
  const filename = fileURLToPath(url)
  const { code } = await transform(await readFile(filename, 'utf8'), { ...swc, filename, swcrc: false })
  return { format: 'module', source: code, shortCircuit: true }
}

function sourceOf(specifier, parent) {
  if (specifier.startsWith('.') && specifier.endsWith('.js') && parent?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), parent)
    return existsSync(source) ? source : undefined
  }
  const [, name, entry = 'index'] = /^(@hypergit\/[a-z]+)(?:\/(.+))?$/.exec(specifier) ?? []
  const folder = folders.get(name)
  if (folder === undefined) return undefined
  return pathToFileURL(join(folder, 'src', entry === 'testing' ? 'testing/index.ts' : `${entry}.ts`))
}
