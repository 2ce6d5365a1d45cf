import { z } from 'zod'
import { shownId, timeMs } from './author.js'
import { threadReference } from './op.js'

const repositoryReference = z.object({ id: shownId, name: z.string() })

export const searchHit = z.object({
  repository: repositoryReference,
  thread: threadReference,
  op: shownId.meta({ description: 'the thread, or the comment or review in it' }),
  type: z.string(),
  at: timeMs,
  excerpt: z.array(z.object({ text: z.string(), hit: z.boolean() })).meta({ description: 'what was found is marked' }),
})
export type SearchHit = z.infer<typeof searchHit>
