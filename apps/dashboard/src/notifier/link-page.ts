import { z } from 'zod'

/** What the page behind a mail's link says; the notifier decides it, the dashboard renders it. */
export const linkPage = z.object({
  status: z.enum(['ready', 'done', 'expired', 'gone', 'forged']),
  title: z.string(),
  text: z.string(),
  action: z.string().optional(),
  levels: z.array(z.object({ value: z.string(), label: z.string(), selected: z.boolean() })).optional(),
  thread: z.object({ log: z.string(), op: z.string(), title: z.string() }).optional(),
  user: z.string().optional(),
})
export type LinkPage = z.infer<typeof linkPage>

export const linkKinds = ['confirm', 'manage', 'unsubscribe'] as const
export type LinkKind = (typeof linkKinds)[number]

/** What a user's device is to sign, and for which mirror. */
export const addressChallenge = z.object({ challenge: z.string(), origin: z.string(), expiresAt: z.number() })
export type AddressChallenge = z.infer<typeof addressChallenge>

/** What became of a request to bind an address. */
export const addressOutcome = z.looseObject({
  outcome: z.string(),
  reason: z.string().optional(),
  detail: z.string().optional(),
})

/** The notifier's outbox as the operator sees it. Fields that a newer notifier adds are passed through. */
export const mailPage = z.object({
  items: z.array(
    z.looseObject({
      id: z.string(),
      to: z.string(),
      /** Null until the mail is written. */
      subject: z.string().nullable(),
      state: z.string(),
      /** Why it failed or was withdrawn. */
      note: z.string().nullable().optional(),
      createdAt: z.number().optional(),
    }),
  ),
  next: z.string().optional(),
})
export type MailPage = z.infer<typeof mailPage>
