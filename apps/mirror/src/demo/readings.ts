import { setTimeout as wait } from 'node:timers/promises'
import type { OpId } from '@hypergit/domain'
import { answered } from './demo-error.js'
import type { People } from './people.js'
import type { Sample } from './sample.js'

/** Between two comments, ms. */
const readingEveryMs = 20_000
/** Then the thread is closed and another one opened, so that its page stays readable. */
const readingsOfThreadMax = 180

/** From one high water to the next, ms. */
const tideMs = 44_714_000
const compass = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW']

/** What the sample's station says at a time: a tide of its own, the wind turning once a day. */
export const readingAt = (at: number): string => {
  const phase = ((at % tideMs) / tideMs) * 2 * Math.PI
  const metres = (1.9 + 1.4 * Math.cos(phase)).toFixed(2)
  const course = Math.sin(phase) > 0 ? 'falling' : 'rising'
  const turn = (at % 86_400_000) / 86_400_000
  const wind = compass[Math.floor(turn * compass.length)] ?? 'N'
  const speed = (5 + 3 * Math.sin(turn * 6 * Math.PI)).toFixed(0)
  const time = new Date(at).toISOString().slice(11, 19)
  return `**${time}** · water ${metres} m, ${course} · wind ${speed} m/s from ${wind}`
}

/** Writes a reading now and every 20 s, until the signal stops it. */
export const writeReadings = async (
  people: People,
  readings: Sample['readings'],
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    const thread = await openThread(people, readings)
    const body = readingAt(Date.now())
    await people.peer(readings.by).write(people.repo, { type: 'comment', thread, body }, Date.now())
    await wait(readingEveryMs, undefined, { signal })
  }
}

/** The thread that takes the next reading: the open one that has room, else a new one. */
const openThread = async (people: People, { by, title, body }: Sample['readings']): Promise<OpId> => {
  const { repo } = people
  const writer = people.peer(by)
  const listed = await writer.peer.threads({ repo, kind: 'issue', state: 'open', author: 'me', search: title })
  const found = answered('list the threads', listed).items.find((thread) => thread.title === title)
  if (found !== undefined && found.commentCount < readingsOfThreadMax) return found.op
  const now = Date.now()
  if (found !== undefined) await writer.write(repo, { type: 'thread.close', thread: found.op }, now)
  return writer.write(repo, { type: 'thread.open', kind: 'issue', title, body }, now)
}
