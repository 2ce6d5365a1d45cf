// A public mirror hosts a project's history, from end to end, with real processes on this machine alone:
//
//   npm run build && node examples/public-mirror.mjs ARCHIVE [--steps 1-6] [--folder DIR]
//
// ARCHIVE is a `github-archive` file. With `--mirror FILE --outbox DIR` it walks against a mirror that runs already: FILE is
// that mirror's mirror.json, DIR has its mails as .eml files; such a mirror cannot be killed, so steps 1 to 4 are walked.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CliPeer } from './walk/cli-peer.mjs'
import { Diary } from './walk/diary.mjs'
import { Mailbox } from './walk/mailbox.mjs'
import { MirrorApi } from './walk/mirror-api.mjs'
import { MirrorProcess } from './walk/mirror-process.mjs'
import { walkSteps } from './walk/walk-steps.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string' },
    folder: { type: 'string' },
    mirror: { type: 'string' },
    outbox: { type: 'string' },
  },
})
const [archive] = positionals
const given = values.mirror !== undefined
const range = /^([1-6])-([1-6])$/.exec(values.steps ?? (given ? '1-4' : '1-6'))
if (archive === undefined || range === null || given !== (values.outbox !== undefined)) {
  console.error(
    'usage: node examples/public-mirror.mjs ARCHIVE [--steps 1-6] [--folder DIR] [--mirror FILE --outbox DIR]',
  )
  process.exit(2)
}

const folder = values.folder === undefined ? mkdtempSync(join(tmpdir(), 'hypergit-walk-')) : resolve(values.folder)
const peers = new Map()
const mirror = given
  ? JSON.parse(readFileSync(values.mirror, 'utf8'))
  : new MirrorProcess({ data: join(folder, 'mirror'), environment: { MAIL_HOLD_MS: '500', LOG_LEVEL: 'warn' } })

const tidyUp = async () => {
  for (const peer of peers.values()) await peer.stop()
  if (!given) await mirror.stop()
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
// What was started here does not outlive an interrupted walk.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void tidyUp().finally(() => process.exit(130)))

try {
  if (!given) await mirror.start()
  const walk = {
    folder,
    archive: resolve(archive),
    mirror,
    api: new MirrorApi(mirror),
    mailbox: new Mailbox(values.outbox ?? mirror.outbox),
    diary: new Diary('0'),
    /** The peer of that name, with its own home; made when it is first asked for. */
    peer: (name) => {
      const { bootstrap, setupToken: token } = mirror
      if (!peers.has(name)) peers.set(name, new CliPeer({ name, folder, bootstrap, token }))
      return peers.get(name)
    },
  }
  walk.diary.note(`the mirror serves at ${mirror.publicUrl}`)
  await walkSteps(walk, { from: Number(range[1]), to: Number(range[2]) })
  console.log(`steps ${range[0]} passed`)
} finally {
  await tidyUp()
}
