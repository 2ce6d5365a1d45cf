import { type LogQueries, type OpId, opId, type ThreadView, toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { PersonView, ThreadFilter, ThreadPage } from '../api/reading.js'

const limitDefault = 50
const limitMax = 200
/** How many threads are read at a time while looking for ones that fit. */
const stepThreads = 200

/** The persons that a filter names, where they are persons of the repository. */
export interface FilterPersons {
  readonly author: PersonView | undefined
  readonly assignee: PersonView | undefined
}

/** Threads that fit a filter, newest number first. */
export const listThreads = async (
  queries: LogQueries,
  filter: ThreadFilter,
  persons: FilterPersons,
  /** Those of the reader that are held: no list of the log's own has them. */
  held: readonly ThreadView[],
): Promise<Answer<ThreadPage>> => {
  const limit = filter.limit ?? limitDefault
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) {
    return fail({ code: 'invalid', message: `limit is ${limit}, a whole number from 1 to ${limitMax} is needed` })
  }
  let after = filter.after === undefined ? undefined : parseCursor(filter.after)
  if (filter.after !== undefined && after === undefined) {
    return fail({ code: 'invalid', message: 'after is not what a page before gave as next' })
  }
  const fits = fitting(filter, persons)
  const own = held.filter(({ kind, state }) => (filter.kind ?? kind) === kind && (filter.state ?? state) === state)
  const items: ThreadView[] = []
  for (;;) {
    const step = await queries.threads({
      limit: stepThreads,
      ...(filter.kind === undefined ? {} : { kind: filter.kind }),
      ...(filter.state === undefined ? {} : { state: filter.state }),
      ...(after === undefined ? {} : { after }),
    })
    const last = step.at(-1)
    const isLast = step.length < stepThreads || last === undefined
    const between = own.filter((thread) => isBehind(thread, after) && (isLast || !isBehind(thread, last)))
    for (const thread of [...step, ...between].sort(newestFirst)) {
      if (fits(thread)) items.push(thread)
      if (items.length > limit) return answer({ items: items.slice(0, limit), next: cursorOf(items[limit - 1]) })
    }
    if (isLast) return answer({ items })
    after = { number: last.number, op: last.op }
  }
}

type Place = Pick<ThreadView, 'number' | 'op'>

/** As the log lists them: the highest number first, then the highest id. */
const newestFirst = (a: Place, b: Place): number => b.number - a.number || (a.op < b.op ? 1 : -1)

const isBehind = (thread: Place, after: Place | undefined): boolean =>
  after === undefined || newestFirst(after, thread) < 0

const fitting = ({ label, author, assignee, search }: ThreadFilter, persons: FilterPersons) => {
  const assigned = assignee === undefined ? [] : [assignee, ...idsOf(persons.assignee)]
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '')
  return (thread: ThreadView): boolean =>
    (label === undefined || thread.labels.includes(label)) &&
    (assignee === undefined || thread.assignees.some((name) => assigned.includes(name))) &&
    (author === undefined || thread.origin?.author === author || wrote(persons.author, thread)) &&
    words.every((part) => `${thread.title}\n${thread.body}`.toLowerCase().includes(part))
}

/** What an assignment to the person may say. */
const idsOf = (person: PersonView | undefined): readonly string[] =>
  (person?.cores ?? []).map(({ core }) => toZ32(core))

const wrote = (author: PersonView | undefined, thread: ThreadView): boolean =>
  author !== undefined && thread.origin === undefined && author.cores.some(({ core }) => core === thread.author.core)

const cursorOf = (thread: ThreadView | undefined): string =>
  thread === undefined ? '' : `${thread.number}.${thread.op}`

const parseCursor = (text: string): { readonly number: number; readonly op: OpId } | undefined => {
  const [, number, op] = /^(\d{1,10})\.([0-9a-f]{64})$/.exec(text) ?? []
  return number === undefined || op === undefined ? undefined : { number: Number(number), op: opId(op) }
}
