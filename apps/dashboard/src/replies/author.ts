import { identityStates } from '@hypergit/domain'
import { z } from 'zod'

/** An id as outsiders see it. */
export const shownId = z.string().length(52).meta({ description: 'z-base-32, 52 characters' })

export const timeMs = z.number().int().meta({ description: 'ms since 1970' })

export const identity = z.enum(identityStates)
export type Identity = z.infer<typeof identity>

export const author = z.object({
  core: shownId,
  user: shownId.optional(),
  name: z.string().optional().meta({
    description:
      'what the claimed user calls themselves, as sure as `identity` says; of an imported op: who wrote it there',
  }),
  imported: z.literal(true).optional().meta({ description: '`name` is what an importer says: nobody proved it' }),
  userName: z
    .string()
    .optional()
    .meta({ description: 'of an imported op: what the user who imported it calls themselves' }),
  identity,
})
export type Author = z.infer<typeof author>

export const origin = z.object({
  source: z.string(),
  author: z.string(),
  at: timeMs,
  url: z.string().optional(),
  number: z.number().int().optional(),
})

export const reaction = z.object({ emoji: z.string(), count: z.number().int() })

export const outcome = z.enum(['accepted', 'hidden', 'held', 'violation', 'ignored', 'parked'])

/** A list and where it goes on. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.string().optional().meta({ description: 'for `after`; absent at the end' }),
  })

export interface Page<Item> {
  items: Item[]
  next?: string | undefined
}
