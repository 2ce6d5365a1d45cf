import type { OpId } from '@hypergit/domain'
import { actionOf, openingOf } from './act-action.js'
import { tellBrokenLock } from './broken-lock.js'
import type { DemoWorld } from './demo-peer.js'
import { tellLateMute } from './late-mute.js'
import { People } from './people.js'
import type { Sample, SampleThread } from './sample.js'
import { timelineOf } from './timeline.js'

/** Has the sample's people found the repository and write its history, dated back from `begunAt`. */
export const tellSample = async (world: DemoWorld, sample: Sample, begunAt: number): Promise<People> => {
  const moments = timelineOf(sample.threads)
  const people = await People.found(world, sample, begunAt - (moments[0]?.agoMs ?? 0))
  try {
    const threads = new Map<SampleThread, OpId>()
    for (const { agoMs, by, thread, act } of moments) {
      const opened = threads.get(thread)
      const at = begunAt - agoMs
      if (act === undefined) {
        threads.set(thread, await people.write(by, openingOf(thread, sample.repository.gitUrl), at))
      } else if (opened !== undefined) {
        await people.write(by, actionOf(thread, act, opened, people.coreOf), at)
      }
    }
    const called = (id: string): OpId => {
      const named = sample.threads.find((thread) => thread.id === id)
      const op = named === undefined ? undefined : threads.get(named)
      if (op === undefined) throw new TypeError(`the sample has no thread ${id}`)
      return op
    }
    await tellLateMute(world, people, sample.lateMute, called(sample.lateMute.thread), begunAt)
    await tellBrokenLock(world, people, sample.brokenLock, called(sample.brokenLock.thread), begunAt)
    return people
  } catch (error) {
    await people.close()
    throw error
  }
}
