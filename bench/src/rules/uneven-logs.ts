import { type CoreKey, logOfFounder, type ParentRef } from '@hypergit/domain'
import { create, LogWriter, open, type WrittenLog } from '../workload/written-log.js'

/** The same numbers from 0 up to 1 in every run. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const begun = (keys: readonly CoreKey[]) => {
  const [founder] = keys
  if (founder === undefined) throw new RangeError('a log needs at least one core')
  const writer = new LogWriter(logOfFounder(founder))
  const creation = writer.write(founder, create, [])
  const joins = keys.slice(1).map((core) => writer.write(core, { type: 'join' }, [creation.ref]))
  const opened = writer.write(founder, open(''), [])
  return {
    writer,
    founder,
    joins,
    thread: opened.ref,
    beginning: [creation, ...joins, opened].map(({ block }) => block),
  }
}

/** Every op cites one random op of the last `window` besides the thread, so that hardly any two authors have seen the same. */
export const staleLog = (keys: readonly CoreKey[], ops: number, window: number): WrittenLog => {
  const { writer, founder, thread, beginning } = begun(keys)
  const random = randomFrom(1)
  const written: { readonly block: WrittenLog['ops'][number]; readonly ref: ParentRef }[] = []
  for (let index = 0; index < ops; index++) {
    const core = keys[1 + Math.floor(random() * (keys.length - 1))] ?? founder
    const seen = written[written.length - 1 - Math.floor(random() * Math.min(window, written.length))]?.ref
    const parents = [thread, ...(seen === undefined || seen.core === core ? [] : [seen])]
    written.push(writer.write(core, { type: 'comment', thread: thread.id, body: 'stale' }, parents))
  }
  return { log: writer.log, beginning, ops: written.map(({ block }) => block), now: writer.now }
}

/** Cores that have seen nothing of each other, and one that cites 64 of their heads in each op. */
export const divergentLog = (keys: readonly CoreKey[], ops: number): WrittenLog => {
  const { writer, founder, thread, beginning } = begun(keys)
  const [, hostile = founder, ...others] = keys
  const apart = others.map((core) =>
    writer.write(core, { type: 'comment', thread: thread.id, body: 'apart' }, [thread]),
  )
  const heads = apart.map(({ ref }) => ref)
  const written = Array.from({ length: ops }, (_, index) => {
    const parents = Array.from({ length: 64 }, (_one, place) => heads[(index * 64 + place) % heads.length] ?? thread)
    return writer.write(hostile, { type: 'ack' }, parents)
  })
  return {
    log: writer.log,
    beginning: [...beginning, ...apart.map(({ block }) => block)],
    ops: written.map(({ block }) => block),
    now: writer.now,
  }
}

/** Comments of one core, and a mute of it that had seen none of them. */
export const lateMuteLog = (keys: readonly CoreKey[], comments: number): WrittenLog => {
  const { writer, founder, thread, beginning } = begun(keys)
  const [, talker = founder] = keys
  const said = Array.from({ length: comments }, () =>
    writer.write(talker, { type: 'comment', thread: thread.id, body: 'a comment' }, [thread]),
  )
  const mute = writer.write(founder, { type: 'mute', target: talker }, [])
  return {
    log: writer.log,
    beginning: [...beginning, ...said.map(({ block }) => block)],
    ops: [mute.block],
    now: writer.now,
  }
}
