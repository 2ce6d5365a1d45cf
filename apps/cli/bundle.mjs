// Puts the command's own modules together, some 400 files that Node would look up one by one at every start, into one and what it loads later.
// Libraries stay where npm put them: several have binaries.
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const dist = fileURLToPath(new URL('dist/', import.meta.url))

const ownModules = {
  name: 'own-modules',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@hypergit/') ? undefined : { path, external: true },
    )
  },
}

await rm(`${dist}chunks`, { recursive: true, force: true })
await build({
  entryPoints: { hypergit: `${dist}main.js` },
  outdir: dist,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [ownModules],
})
