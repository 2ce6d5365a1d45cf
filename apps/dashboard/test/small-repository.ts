import { changes, core, id, op, repository, thread } from './made-log.js'

/** A small repository: an issue with a shown, a hidden and a violating comment, a pull with a review, a mute. */
export const smallRepository = () => {
  const issue = op('issue', 'alice', {
    type: 'thread.open',
    kind: 'issue',
    title: 'Crash on start',
    body: 'It **crashes**.',
  })
  const twin = op('twin', 'bob', { type: 'thread.open', kind: 'issue', title: 'Another with this number', body: '' })
  const pull = op('pull', 'bob', {
    type: 'thread.open',
    kind: 'pull',
    title: 'Mend it',
    body: 'Fixes #1',
    targetRef: 'main',
    source: { gitUrl: 'https://git.example/bob.git', ref: 'mend', commit: 'ab'.repeat(20) },
  })
  const shown = op('shown', 'bob', { type: 'comment', thread: issue.id, body: 'Me too, on the zebra machine' })
  const mute = op('mute', 'alice', { type: 'mute', target: id.core('mallory'), reason: 'spam' })
  const hidden = op(
    'hidden',
    'mallory',
    { type: 'comment', thread: issue.id, body: 'buy pills' },
    {
      decision: {
        outcome: 'hidden',
        reason: 'muted',
        rule: 'present/muted',
        explanation: 'Its author was muted meanwhile.',
        decidedBy: [mute.id],
      },
    },
  )
  const violation = op(
    'violation',
    'mallory',
    { type: 'comment', thread: issue.id, body: 'buy more' },
    {
      decision: {
        outcome: 'violation',
        reason: 'muted',
        rule: 'cited/muted',
        explanation: 'Its author knew that they are muted.',
        decidedBy: [mute.id],
      },
    },
  )
  const label = op('label', 'alice', { type: 'thread.label', thread: issue.id, add: ['bug'], remove: [] })
  const review = op('review', 'alice', {
    type: 'pull.review',
    thread: pull.id,
    commit: 'ab'.repeat(20),
    verdict: 'approve',
    body: 'Fine',
    lines: [{ path: 'src/a.ts', position: 4, body: 'Nice line' }],
  })
  const origin = { source: 'https://github.com/x/y', author: 'octo', at: 1_500_000_000_000, number: 7 }
  const imported = op(
    'imported',
    'alice',
    { type: 'thread.open', kind: 'issue', title: 'From elsewhere', body: 'old', origin },
    { origin },
  )
  return changes('alice', 1, 1, {
    snapshot: 'whole',
    ops: [issue, twin, pull, shown, mute, hidden, violation, label, review, imported],
    threads: [
      thread(issue, 1, { commentCount: 1, labels: ['bug'], assignees: ['octo'] }),
      thread(twin, 5, { state: 'closed' }),
      thread(pull, 5, { reviewCount: 1 }),
      thread(imported, 7),
    ],
    cores: [
      core('alice', { role: 'admin', capabilities: ['merge', 'tag'] }),
      core('bob', { capabilities: ['createBranch'] }),
      core('bob’s other', { person: id.core('bob'), capabilities: ['createBranch'] }),
      core('mallory', { muted: true, blacklisted: { from: 3, reason: 'muted', op: violation.id } }),
    ],
    repository: repository('alice', {
      issues: { open: 2, closed: 1 },
      pulls: { open: 1, closed: 0, merged: 0 },
      ops: 10,
    }),
    stateHash: 'cd'.repeat(32),
  })
}
