import type { ThreadView } from '@hypergit/domain'
import type { Pool } from 'pg'
import { ApiError, notFound } from '../http/api-error.js'
import { shown } from '../ids/shown-id.js'
import type { ShownLog } from '../queries/shown-log.js'
import { findThreads, parseThreadReference } from '../queries/thread-detail.js'

/** The one thread that a number or the beginning of an op id names; 409 with the candidates when there are several. */
export const namedThread = async (pool: Pool, log: ShownLog, text: string): Promise<ThreadView> => {
  const reference = parseThreadReference(text)
  if (reference === undefined) {
    const valid = 'a number, or at least 8 characters of an op id in z-base-32'
    throw new ApiError(
      400,
      'invalid-id',
      `${JSON.stringify(text.slice(0, 80))} does not name a thread: ${valid} is expected.`,
    )
  }
  const threads = await findThreads(pool, log, reference)
  const [thread, ...others] = threads
  if (thread === undefined) throw notFound('That thread')
  if (others.length > 0) {
    const candidates = threads.map(({ op, number, kind, title }) => ({ op: shown(op), number, kind, title }))
    throw new ApiError(409, 'ambiguous', `${threads.length} threads are named so: name one by its op.`, { candidates })
  }
  return thread
}
