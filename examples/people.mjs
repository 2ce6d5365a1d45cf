// Who is who, from end to end, with four machines on this one and a mirror that shows what they see:
//
//   npm run build && node examples/people.mjs [--folder DIR]
//
// Ada has a laptop and, later, a desktop; Maud maintains the repository; Sid would like to be taken for Ada.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { firstMachine } from './people/first-machine.mjs'
import { lostLaptop } from './people/lost-laptop.mjs'
import { secondMachine } from './people/second-machine.mjs'
import { squatter } from './people/squatter.mjs'
import { CliPeer } from './walk/cli-peer.mjs'
import { Diary } from './walk/diary.mjs'
import { MirrorApi } from './walk/mirror-api.mjs'
import { MirrorProcess } from './walk/mirror-process.mjs'

const { values } = parseArgs({ options: { folder: { type: 'string' } } })
const folder = values.folder === undefined ? mkdtempSync(join(tmpdir(), 'hypergit-people-')) : resolve(values.folder)
const mirror = new MirrorProcess({ data: join(folder, 'mirror'), environment: { LOG_LEVEL: 'warn' } })
const machines = []

const tidyUp = async () => {
  for (const machine of machines) await machine.stop()
  await mirror.stop()
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
// What was started here does not outlive an interrupted walk.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void tidyUp().finally(() => process.exit(130)))

const machine = (name) => {
  const made = new CliPeer({ name, folder, bootstrap: mirror.bootstrap, token: mirror.setupToken })
  machines.push(made)
  return made
}

try {
  await mirror.start()
  const walk = { folder, mirror, api: new MirrorApi(mirror) }
  const at = (step) => ({ ...walk, diary: new Diary(step) })
  const people = { maud: machine('maud'), laptop: machine('laptop'), desktop: machine('desktop'), sid: machine('sid') }
  const scene = await firstMachine(at('1'), people)
  const pretended = await squatter(at('2'), people, scene)
  const ada = await secondMachine(at('3'), people, scene)
  await lostLaptop(at('4'), people, { ...scene, ...ada, ...pretended })
  console.log('steps 1-4 passed')
} finally {
  await tidyUp()
}
