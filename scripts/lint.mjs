// Runs every check of the source text, all of them even when one fails, and exits with 1 if any did.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { check } from './lint/check.mjs'
import { root } from './workspaces.mjs'

const bin = (name) => join(root, 'node_modules', '.bin', name)
const run = (name, ...flags) => spawnSync(bin(name), flags, { cwd: root, stdio: 'inherit' }).status === 0

const refused = await check(root)
for (const sentence of refused) console.error(`arrows: ${sentence}`)

const passed = [
  refused.length === 0,
  run('oxlint', '--type-aware', '--deny-warnings'),
  run('oxfmt', '--list-different', '.'),
]
if (!passed[2]) console.error('The files above are not formatted: npm run format')
process.exitCode = passed.every(Boolean) ? 0 : 1
