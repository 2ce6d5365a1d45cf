import { z } from 'zod'
import { author, shownId } from './author.js'
import { opSummary } from './op.js'
import { roleHolder } from './repository.js'

export const claimProblem = z.enum(['waiting', 'conflicting', 'struck', 'unpaired', 'forged'])

export const following = z.enum(['fetching', 'followed', 'gone', 'over-quota', 'refused'])

export const coreDetail = z.object({
  repository: z.object({ id: shownId, name: z.string() }),
  core: shownId,
  author,
  role: roleHolder.shape.role,
  muted: z.boolean(),
  blacklisted: z.object({ from: z.number().int(), reason: z.string(), op: shownId }).optional(),
  person: shownId.meta({ description: 'the person’s first-linked core; itself where it stands for itself' }),
  because: z.array(z.string()).meta({ description: 'why its identity is what it is, one sentence each' }),
  link: z
    .enum(['listed', 'unlisted'])
    .optional()
    .meta({ description: 'what the user’s log says of it; absent: nothing' }),
  following: following
    .optional()
    .meta({ description: 'how this mirror comes by the user’s log; absent: it does not ask' }),
  problem: claimProblem.optional().meta({ description: 'what stands in the way of the claim in this repository' }),
  claims: z.array(opSummary).meta({ description: 'its claims, the first of which counts unless it is a violation' }),
  pairs: z.array(opSummary).meta({ description: 'pairs and unpairings, by it or naming it; the latest ones' }),
  strikes: z.number().int().meta({ description: 'pairs by it that reached for somebody else’s core, among `pairs`' }),
})
export type CoreDetail = z.infer<typeof coreDetail>
