import {
  idPrefixLengthMin,
  type LogQueries,
  type OpId,
  opId,
  type OpView,
  parseId,
  type ThreadView,
  toZ32,
} from '@hypergit/domain'
import { isForReader, type OwnSide } from '../identity/waiting.js'
import { heldThreads } from './own-threads.js'
import { type Answer, answer, type Candidate, fail, type Subject } from '../api/failure.js'

const candidatesMax = 20

/** The op that a whole id or the beginning of one means. */
export const findOp = async (queries: LogQueries, ref: string): Promise<Answer<OpView>> => {
  const found = await findId(queries, ref, 'op')
  if (!found.ok) return found
  const view = await queries.op(found.value)
  return view === undefined ? fail(unknown('op', ref)) : answer(view)
}

/** The thread that a number, a whole op id or the beginning of one means to a reader; a held one is there for its author alone. */
export const findThread = async (queries: LogQueries, ref: string, own: OwnSide): Promise<Answer<ThreadView>> => {
  const word = ref.trim().replace(/^#/, '')
  if (/^\d{1,10}$/.test(word)) return byNumber(queries, Number(word), ref, own)
  const found = await findId(queries, word, 'thread')
  if (!found.ok) return found
  const thread = await queries.thread(found.value)
  return thread === undefined || !isForReader(thread, own) ? fail(unknown('thread', ref)) : answer(thread)
}

const byNumber = async (
  queries: LogQueries,
  number: number,
  ref: string,
  own: OwnSide,
): Promise<Answer<ThreadView>> => {
  const held = (await heldThreads(queries, own)).filter((thread) => thread.number === number)
  const threads = [...(await queries.threadsByNumber(number)), ...held]
  const [only] = threads
  if (only === undefined) return fail(unknown('thread', ref))
  if (threads.length === 1) return answer(only)
  return fail({
    code: 'ambiguous',
    message: `${threads.length} threads have the number ${number}; name one by the beginning of its op id`,
    subject: 'thread',
    candidates: threads.map(({ op, title }) => ({ ref: toZ32(op), label: `#${number} ${title}` })),
  })
}

const findId = async (queries: LogQueries, ref: string, subject: Subject): Promise<Answer<OpId>> => {
  const word = ref.trim().toLowerCase()
  const whole = parseId(word)
  if (whole.ok) return answer(opId(whole.id))
  if (word.length < idPrefixLengthMin) {
    const message = `${JSON.stringify(ref.slice(0, 80))} is too short for an op: give at least ${idPrefixLengthMin} characters of its id`
    return fail({ code: 'invalid', message })
  }
  const ids = await queries.opsByPrefix(word, candidatesMax)
  const [only] = ids
  if (only === undefined) return fail(unknown(subject, ref))
  if (ids.length === 1) return answer(only)
  const candidates = (await queries.ops(ids)).map(candidateOf)
  return fail({ code: 'ambiguous', message: `several ops begin with ${word.slice(0, 80)}`, subject, candidates })
}

const candidateOf = ({ id, action }: OpView): Candidate => ({ ref: toZ32(id), label: action.type })

const unknown = (subject: Subject, ref: string) => ({
  code: 'unknown' as const,
  message: `there is no ${subject} ${JSON.stringify(ref.slice(0, 80))} here; hypergit sync fetches what is new`,
  subject,
})
