#!/usr/bin/env node
// This file is committed, because npm silently skips a workspace's command whose file is not there at install.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const main = new URL('../dist/hypergit.js', import.meta.url)

if (existsSync(fileURLToPath(main))) {
  await import(main.href)
} else {
  console.error('hypergit is not built yet. Build it with:\n\n  npx turbo run build --filter=hypergit\n')
  process.exitCode = 1
}
