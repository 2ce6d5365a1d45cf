// npm test: builds what is stale, checks types and text of the source, runs every test, and ends with one line of counts.
// `--slow` runs the slow suites instead.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linkPostgresLibraries } from './postgres-links.mjs'
import { forbiddenInCi, missing, needs } from './test/needs.mjs'
import { count, lastLine, shortfalls, skippedFor } from './test/report.mjs'
import { build, typecheck } from './turbo.mjs'
import { root } from './workspaces.mjs'

const slow = process.argv.includes('--slow')
const ci = process.env.CI === 'true'

const built = build()
linkPostgresLibraries()
const checks = [{ ok: built }]
if (!slow) checks.push({ ok: typecheck() }, { ok: node('scripts/lint.mjs') === 0 })

const lacking = built ? await lack() : []
const results = built ? jest() : { testResults: [] }

for (const sentence of shortfalls(lacking, skippedFor(results))) console.log(sentence)
if (ci) {
  for (const need of forbiddenInCi(lacking)) {
    console.log(`CI=true needs ${needs[need].name}`)
    checks.push({ ok: false })
  }
}
const counts = count(results, checks)
process.exitCode = counts.failed === 0 ? 0 : 1
console.log(lastLine(counts))

async function lack() {
  const { has } = await import('@hypergit/testing')
  return missing(has)
}

/** Jest's results. It has printed its own report by then; a run that leaves no results is one failure. */
function jest() {
  const folder = mkdtempSync(join(tmpdir(), 'hypergit-test-'))
  const file = join(folder, 'results.json')
  try {
    const status = node(
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--passWithNoTests',
      '--json',
      `--outputFile=${file}`,
    )
    const found = JSON.parse(readFileSync(file, 'utf8'))
    if (status !== 0 && found.success) checks.push({ ok: false })
    return found
  } catch (error) {
    console.error(`jest left no results: ${error.message}`)
    checks.push({ ok: false })
    return { testResults: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function node(...flags) {
  const { status } = spawnSync(process.execPath, flags, {
    cwd: root,
    // Jest's JSON goes to its file; its copy on stdout would drown the report, which is on stderr.
    stdio: ['inherit', flags.includes('--json') ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, HYPERGIT_SLOW: slow ? '1' : '' },
  })
  return status
}
