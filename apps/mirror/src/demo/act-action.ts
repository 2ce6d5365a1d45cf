import { createHash } from 'node:crypto'
import type { OpId, RepositoryAction } from '@hypergit/domain'
import type { SampleAct, SampleThread } from './sample.js'

/** A commit that no git repository has: the sample is about the talk around code, and brings none. */
const commitOf = (ref: string, revision: number): string =>
  createHash('sha1').update(`${ref} ${revision}`).digest('hex')

/** How often the pull was revised before this act; its reviews are of the commit that stood then. */
const revisionAt = ({ acts }: SampleThread, act: SampleAct): number =>
  acts.slice(0, acts.indexOf(act) + 1).filter((one) => one.do === 'revise').length

/** The action that opens a thread of the sample. */
export const openingOf = (thread: SampleThread, gitUrl: string): RepositoryAction => {
  const { title, body } = thread
  if (thread.kind === 'issue') return { type: 'thread.open', kind: 'issue', title, body }
  const source = { gitUrl, ref: thread.ref, commit: commitOf(thread.ref, 0) }
  return { type: 'thread.open', kind: 'pull', title, body, source, targetRef: 'main' }
}

/** The action that an act of the sample is; `coreOf` gives the z-base-32 of somebody's core. */
export const actionOf = (
  sampleThread: SampleThread,
  act: SampleAct,
  thread: OpId,
  coreOf: (name: string) => string,
): RepositoryAction => {
  const ref = sampleThread.kind === 'pull' ? sampleThread.ref : sampleThread.title
  const commit = commitOf(ref, revisionAt(sampleThread, act))
  switch (act.do) {
    case 'comment':
      return { type: 'comment', thread, body: act.text }
    case 'label':
      return { type: 'thread.label', thread, add: act.add, remove: [] }
    case 'milestone':
      return { type: 'thread.milestone', thread, add: act.add, remove: [] }
    case 'assign':
      return { type: 'thread.assign', thread, add: [coreOf(act.to)], remove: [] }
    case 'react':
      return { type: 'react', target: thread, emoji: act.emoji }
    case 'close':
      return { type: 'thread.close', thread, ...(act.reason === undefined ? {} : { reason: act.reason }) }
    case 'review': {
      const lines = act.lines.map(({ path, line, text }) => ({ path, line, body: text }))
      return { type: 'pull.review', thread, commit, verdict: act.verdict, body: act.text, lines }
    }
    case 'revise':
      return { type: 'pull.revise', thread, commit }
    case 'merge':
      return { type: 'pull.merge', thread, mergeCommit: commitOf(`merge of ${ref}`, 0) }
    default: {
      const unknown: never = act
      throw new TypeError(`no action for ${JSON.stringify(unknown)}`)
    }
  }
}
