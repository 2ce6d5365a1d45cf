import { type Action, type CoreKey, logOfFounder, type ParentRef } from '@hypergit/domain'
import { coreOf } from '@hypergit/domain/testing'
import { create, LogWriter, open, type WrittenLog } from '../workload/written-log.js'

/** What one author writes over and over. */
export interface HostileHabit {
  readonly name: string
  /** Its core has claimed a user whose first core it is not, so that it is held and not refused what it may not do. */
  readonly isHeld: boolean
  /** Ops that the other core has written before. */
  readonly othersOps?: number
  readonly action: (
    step: number,
    at: { readonly thread: ParentRef; readonly other: CoreKey; readonly own: CoreKey },
  ) => Action
}

const user = logOfFounder(coreOf('user', 'bench'))
const claim: Action = { type: 'identity.claim', user, proof: new Uint8Array(0) }

const othersOps = 5_000
/** Of 20,000 proofs the last are of forks among the ops of the other. */
const highestFork = 22_500

const noProof = new Uint8Array(0)
const forkOf = (core: CoreKey, seq: number): Action => ({
  type: 'evidence.equivocation',
  core,
  seq,
  proofA: noProof,
  proofB: noProof,
})

export const habits: readonly HostileHabit[] = [
  {
    name: 'closes and reopens',
    isHeld: false,
    action: (step, { thread }) => ({ type: step % 2 === 0 ? 'thread.close' : 'thread.reopen', thread: thread.id }),
  },
  {
    name: 'edits',
    isHeld: false,
    action: (step, { thread }) => ({ type: 'comment.edit', comment: thread.id, body: String(step) }),
  },
  {
    name: 'reacts',
    isHeld: false,
    action: (step, { thread }) => ({ type: 'react', target: thread.id, emoji: String(step) }),
  },
  { name: 'claims', isHeld: true, action: () => claim },
  { name: 'pairs', isHeld: true, action: (_step, { other }) => ({ type: 'identity.pair', core: other }) },
  { name: 'gives itself up', isHeld: true, action: (_step, { own }) => ({ type: 'identity.unpair', core: own }) },
  { name: 'gives up another', isHeld: true, action: (_step, { other }) => ({ type: 'identity.unpair', core: other }) },
  { name: 'mutes, held', isHeld: true, action: (_step, { other }) => ({ type: 'mute', target: other }) },
  { name: 'locks, held', isHeld: true, action: (_step, { thread }) => ({ type: 'thread.lock', thread: thread.id }) },
  {
    name: 'gives roles, held',
    isHeld: true,
    action: (_step, { own }) => ({ type: 'role.set', target: own, role: 'admin' }),
  },
  { name: 'proves one fork', isHeld: false, othersOps, action: (_step, { other }) => forkOf(other, 1) },
  {
    name: 'proves lower and lower forks',
    isHeld: false,
    othersOps,
    action: (step, { other }) => forkOf(other, Math.max(1, highestFork - step)),
  },
]

const blocksOf = (all: readonly { readonly block: WrittenLog['ops'][number] }[]) => all.map(({ block }) => block)

/**
 * A log in which one author has such a habit. `ops` are all that author's; `after` is what another one comments on the same thread once all of it
 * is there.
 */
export const hostileLog = (
  habit: HostileHabit,
  ops: number,
  comments: number,
): WrittenLog & { after: WrittenLog['ops'] } => {
  const [founder, own, other, plain] = ['founder', 'hostile', 'other', 'plain'].map((name) =>
    coreOf(name, 'bench'),
  ) as [CoreKey, CoreKey, CoreKey, CoreKey]
  const writer = new LogWriter(logOfFounder(founder))
  const creation = writer.write(founder, create, [])
  const joins = [own, other, plain].map((core) => writer.write(core, { type: 'join' }, [creation.ref]))
  const opened = writer.write(own, open(''), [])
  const first = writer.write(other, claim, [opened.ref])
  const beginning = [creation, ...joins, opened, first, writer.write(founder, { type: 'ack' }, [first.ref])]
  if (habit.isHeld) beginning.push(writer.write(own, claim, [first.ref]))
  for (let count = 0; count < (habit.othersOps ?? 0); count++) beginning.push(writer.write(other, { type: 'ack' }, []))
  const at = { thread: opened.ref, other, own }
  const written = Array.from({ length: ops }, (_, step) => writer.write(own, habit.action(step, at), []))
  const last = written.at(-1)?.ref ?? opened.ref
  const after = Array.from({ length: comments }, (_, index) =>
    writer.write(plain, { type: 'comment', thread: opened.ref.id, body: 'meanwhile' }, index === 0 ? [last] : []),
  )
  return {
    log: writer.log,
    beginning: blocksOf(beginning),
    ops: blocksOf(written),
    after: blocksOf(after),
    now: writer.now,
  }
}
