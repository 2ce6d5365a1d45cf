import { z } from 'zod'
import { author, origin, outcome, shownId, timeMs } from './author.js'
import { threadKind } from './thread.js'

export const threadReference = z.object({ op: shownId, number: z.number().int(), kind: threadKind, title: z.string() })
export type ThreadReference = z.infer<typeof threadReference>

export const opSummary = z.object({
  op: shownId,
  type: z.string(),
  author,
  at: timeMs,
  outcome,
  reason: z.string().optional(),
  explanation: z.string(),
  thread: threadReference.optional(),
  detail: z
    .record(z.string(), z.unknown())
    .meta({ description: 'the action’s own fields, ids in z-base-32; texts only while they are shown' }),
  origin: origin.optional(),
})
export type OpSummary = z.infer<typeof opSummary>

export const opDetail = opSummary.extend({
  repository: z.object({ id: shownId, name: z.string() }),
  seq: z.number().int(),
  height: z.number().int(),
  effective: z.object({ at: timeMs, n: z.number().int() }),
  rule: z.string(),
  visible: z.boolean(),
  body: z.string().nullable(),
  decidedBy: z
    .array(opSummary)
    .meta({ description: 'the ops that decided its outcome, as far as they are known here' }),
  missing: z.array(shownId).meta({ description: 'deciding ops that are not known here' }),
  parents: z.array(z.object({ core: shownId, seq: z.number().int(), op: shownId })),
})
export type OpDetail = z.infer<typeof opDetail>
