import { z } from 'zod'
import { identity, shownId, timeMs } from './author.js'
import { threadReference } from './op.js'
import { threadSummary } from './thread.js'

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

export const userDetail = z.object({
  id: shownId,
  kind: z.enum(['user', 'core']).meta({ description: 'a user, or a core that may or may not have claimed one' }),
  name: z.string().optional(),
  user: shownId.optional(),
  cores: z.array(
    z.object({
      repository: repositoryReference,
      core: shownId,
      role: z.string(),
      identity,
      muted: z.boolean(),
      blacklisted: z.boolean(),
    }),
  ),
  threads: z.array(threadSummary.extend({ repository: repositoryReference })),
})
export type UserDetail = z.infer<typeof userDetail>
