import { noticeKinds, type Notice as SaidNotice } from '@hypergit/queues'
import { z } from 'zod'

const personNoticeSchema = z.object({
  about: z.literal('user'),
  id: z.string(),
  kind: z.enum(noticeKinds),
  user: z.string(),
  log: z.string().optional(),
  repository: z.string().optional(),
  core: z.string(),
  coreName: z.string().optional(),
  atMs: z.number(),
})

/** What a person is to hear of themselves, the same for every address of theirs; kept once, as JSON, beside the outbox. */
export type PersonNotice = Readonly<z.infer<typeof personNoticeSchema>>

/** Undefined for the notice of a thread. */
export const parsePersonNotice = (json: unknown): PersonNotice | undefined => {
  const parsed = personNoticeSchema.safeParse(json)
  return parsed.success ? parsed.data : undefined
}

export const personNoticeOf = ({ at, ...notice }: SaidNotice): PersonNotice => ({ about: 'user', ...notice, atMs: at })
