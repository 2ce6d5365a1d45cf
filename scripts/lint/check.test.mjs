import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../workspaces.mjs'
import { check } from './check.mjs'

let base

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hypergit-arrows-'))
  write('package.json', JSON.stringify({ workspaces: ['packages/*', 'apps/*'] }))
  for (const name of ['domain', 'log', 'store', 'client', 'queues']) manifest(`packages/${name}`, `@hypergit/${name}`)
  for (const name of ['mirror', 'validator', 'replicator']) manifest(`apps/${name}`, `@hypergit/${name}`)
  manifest('apps/cli', 'hypergit')
})

afterEach(() => rmSync(base, { recursive: true, force: true }))

const write = (path, text) => {
  mkdirSync(dirname(join(base, path)), { recursive: true })
  writeFileSync(join(base, path), text)
}
const manifest = (folder, name) => write(`${folder}/package.json`, JSON.stringify({ name }))

test('this checkout keeps to the arrows', async () => {
  expect(await check(root)).toEqual([])
})

test.each([
  ['packages/log/src/a.ts', `import { decode } from '@hypergit/domain'`],
  ['packages/log/src/a.ts', `import Hypercore from 'hypercore'\nimport { b } from './b.js'`],
  ['packages/domain/src/a.test.ts', `import { readFileSync } from 'node:fs'`],
  ['packages/store/src/a.test.ts', `import { requires } from '@hypergit/testing'`],
  ['packages/domain/src/a.ts', `// Date.now() is not called here\nexport const at = new Date(0)`],
  ['packages/domain/src/a.ts', `export const id = ({ crypto }, part) => crypto.hash([part])`],
  ['packages/domain/src/a.ts', `export function id(crypto) { return crypto.hash([]) }`],
  ['apps/mirror/src/a.ts', `import { ValidatorModule } from '@hypergit/validator'`],
])('%s may say %s', async (path, text) => {
  write(path, text)
  expect(await check(base)).toEqual([])
})

test.each([
  ['packages/domain/src/a.ts', `import { readFileSync } from 'node:fs'`, 'node:fs is not for domain'],
  ['packages/domain/src/a.ts', `import { EventEmitter } from 'events'`, 'events is not for domain'],
  ['packages/domain/src/a.ts', `const at = Date.now()`, 'Date.now is not for domain'],
  ['packages/domain/src/a.ts', `const at = new Date()`, 'new Date is not for domain'],
  ['packages/domain/src/a.ts', `const x = Math.random()`, 'Math.random is not for domain'],
  ['packages/domain/src/a.ts', `const id = crypto.randomUUID()`, 'crypto.randomUUID is not for domain'],
  ['packages/domain/src/a.ts', `setTimeout(() => {}, 1)`, 'setTimeout is not for domain'],
  ['packages/domain/src/a.ts', `export * from '@hypergit/log'`, '@hypergit/log is not for domain'],
  ['packages/store/src/a.ts', `import type { Log } from '@hypergit/log'`, '@hypergit/log is not for store'],
  ['packages/store/src/a.ts', `import { requires } from '@hypergit/testing'`, '@hypergit/testing is not for store'],
  ['packages/client/src/a.ts', `const h = await import('hypercore')`, 'hypercore is for log, bench only'],
  ['packages/client/src/a.ts', `type S = import('corestore').Store`, 'corestore is for log, bench only'],
  ['packages/log/src/a.ts', `import x from 'hyperdb/builder'`, 'hyperdb/builder is for store, bench only'],
  ['apps/cli/src/a.ts', `import { Queue } from 'bullmq'`, 'bullmq is for queues only'],
  ['apps/validator/src/a.ts', `import { x } from '@hypergit/replicator'`, '@hypergit/replicator is not for validator'],
  ['apps/validator/src/a.ts', `import { x } from '../../replicator/src/x.js'`, 'reaches into replicator'],
  ['packages/log/src/a.test.ts', `import { x } from '@hypergit/client'`, '@hypergit/client is not for log'],
])('%s may not say %s', async (path, text, sentence) => {
  write(path, text)
  expect(await check(base)).toEqual([expect.stringContaining(sentence)])
})

test('a workspace without a place in the picture is refused', async () => {
  manifest('packages/stray', '@hypergit/stray')
  expect(await check(base)).toEqual([expect.stringContaining('packages/stray: has no line')])
})
