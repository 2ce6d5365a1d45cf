import { z } from 'zod'
import { shownId } from './author.js'

export const forkLink = z.object({
  repository: z.object({ id: shownId, name: z.string().optional() }),
  link: z.enum(['maybe', 'confirmed']).meta({ description: '`confirmed`: both ends name each other' }),
  explanation: z.string(),
  hosted: z
    .boolean()
    .meta({ description: 'whether the other end is hosted here; where it is not, only one end is known' }),
  namesParent: z
    .boolean()
    .optional()
    .meta({ description: 'whether the fork names the parent; absent: not known here' }),
  announced: z
    .boolean()
    .optional()
    .meta({ description: 'whether the parent’s log announces it; absent: not known here' }),
})
export type ForkLinkReply = z.infer<typeof forkLink>
