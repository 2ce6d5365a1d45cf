import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { logId, type LogId } from '@hypergit/domain'
import type { Logger } from '@hypergit/observability'
import type { RunningMirror } from '../create-mirror.js'
import { readPrivateFile, writePrivateFile } from '../private-file.js'
import { answered } from './demo-error.js'
import type { DemoWorld } from './demo-peer.js'
import { People } from './people.js'
import { writeReadings } from './readings.js'
import { readSample, type Sample } from './sample.js'
import { tellSample } from './tell-sample.js'
import { waitFor } from './wait-for.js'

/** The demo's peers beside a mirror. */
export interface RunningDemo {
  /** True when the mirror shows the sample, false when the demo was closed before. Rejects with a MirrorError. */
  readonly shown: Promise<boolean>
  close(): Promise<void>
}

/**
 * Runs the peers of the sample in `folder` and has the mirror host what they write. The sample is written once; a start that was interrupted begins
 * it again, with other keys, since a home that stopped in the middle of its story could not tell where.
 */
export const startDemo = (mirror: RunningMirror, folder: string, logger: Logger): RunningDemo => {
  const stop = new AbortController()
  const world: DemoWorld = { folder, bootstrap: mirror.bootstrap ?? 'local', logger, signal: stop.signal }
  const opening = open(world)
  const shown = opening.then(({ people, sample }) => show(mirror, people, sample, world))
  const goOn = async (): Promise<void> => {
    await shown
    const { people, sample } = await opening
    await writeReadings(people, sample.readings, stop.signal)
  }
  const running = goOn()
  running.catch((error: unknown) => {
    if (!stop.signal.aborted) logger.error({ err: error }, 'the demo stopped')
  })
  return {
    shown: shown.then(
      () => !stop.signal.aborted,
      (error: unknown) => {
        if (stop.signal.aborted) return false
        throw error
      },
    ),
    async close() {
      stop.abort()
      await running.catch(() => undefined)
      await opening.then(({ people }) => people.close()).catch(() => undefined)
    },
  }
}

interface Opened {
  readonly people: People
  readonly sample: Sample
}

const open = async (world: DemoWorld): Promise<Opened> => {
  const sample = await readSample()
  const told = await readTold(world)
  if (told !== undefined) return { sample, people: await People.open(world, Object.keys(sample.people), told) }
  await rm(world.folder, { recursive: true, force: true })
  await mkdir(world.folder, { recursive: true })
  const people = await tellSample(world, sample, Date.now())
  await writePrivateFile(toldFile(world), `${people.repo}\n`)
  return { sample, people }
}

/** Holds the repository's id as soon as its history is written. */
const toldFile = ({ folder }: DemoWorld): string => join(folder, 'repository')

const readTold = async (world: DemoWorld): Promise<LogId | undefined> => {
  const told = await readPrivateFile(toldFile(world))
  return told !== undefined && /^[0-9a-f]{64}$/.test(told) ? logId(told) : undefined
}

/** Resolves when the mirror has the same state as the founder's peer. */
const show = async (
  { operatorUrl, setupToken: token }: RunningMirror,
  people: People,
  { people: roles }: Sample,
  { signal }: DemoWorld,
): Promise<void> => {
  const { repo } = people
  const { peer } = people.peer(Object.keys(roles)[0] ?? '')
  const input = { repo, operatorUrl: new URL(operatorUrl).origin, token }
  answered('have the mirror host the sample', await peer.hostOnMirror(input))
  await waitFor(
    'the mirror shows the sample',
    async () => answered('ask the mirror', await peer.mirrorStatus(input)).same === true,
    signal,
  )
}
