import { actionOf, openingOf } from './act-action.js'
import { readSample, type Sample } from './sample.js'
import { readingAt } from './readings.js'
import { timelineOf } from './timeline.js'
import type { OpId } from '@hypergit/domain'

describe('the sample', () => {
  let sample: Sample
  beforeAll(async () => {
    sample = await readSample()
  })

  test('has three people with roles, 30 threads with the readings, and a pull with reviews', () => {
    expect(Object.values(sample.people)).toEqual(['admin', 'collaborator', 'normal'])
    expect(sample.threads.length + 1).toBe(30)
    const reviewed = sample.threads.filter(
      ({ kind, acts }) => kind === 'pull' && acts.some((act) => act.do === 'review'),
    )
    expect(reviewed.length).toBeGreaterThan(0)
  })

  test('names only people and threads that it has, and nothing that is still to come', () => {
    const { threads, lateMute, brokenLock, readings } = sample
    const { answer, muteBy } = lateMute
    const named = [muteBy, answer.by, brokenLock.lockBy, readings.by, ...timelineOf(threads).map(({ by }) => by)]
    expect(named.filter((name) => !(name in sample.people))).toEqual([])
    const ids = threads.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining([lateMute.thread, brokenLock.thread]))
    expect(timelineOf(threads).filter(({ agoMs }) => agoMs < lateMute.ago)).toEqual([])
  })

  test('is told in order of time, each thread from its opening on', () => {
    const moments = timelineOf(sample.threads)
    const agos = moments.map(({ agoMs }) => agoMs)
    expect(agos).toEqual(agos.toSorted((a, b) => b - a))
    for (const thread of sample.threads) expect(moments.find((moment) => moment.thread === thread)?.act).toBeUndefined()
  })

  test('reviews the commit that stood when they were written', () => {
    const thread = sample.threads.find(({ title }) => title === 'Export readings as CSV')
    if (thread === undefined) throw new Error('the sample has no such pull')
    const commits = thread.acts
      .map((act) => actionOf(thread, act, 'op' as OpId, String))
      .flatMap((action) => ('commit' in action ? [`${action.type} ${action.commit.slice(0, 8)}`] : []))
    const opened = openingOf(thread, 'https://example.org/x.git')
    const first = opened.type === 'thread.open' ? opened.source?.commit.slice(0, 8) : undefined
    const second = commits[1]?.split(' ')[1]
    expect(commits).toEqual([`pull.review ${first}`, `pull.revise ${second}`, `pull.review ${second}`])
    expect(first).not.toBe(second)
  })
})

test('readings follow a tide', () => {
  expect(readingAt(0)).toBe('**00:00:00** · water 3.30 m, rising · wind 5 m/s from N')
  expect(readingAt(22_357_000)).toMatch(/water 0\.50 m/)
})
