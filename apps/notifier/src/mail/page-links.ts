import type { Notice } from '../planning/notice.js'
import type { Subscription } from '../subscriptions/subscription.js'
import type { LinkKeys } from '../tokens/link-keys.js'
import { shownId } from './message-ids.js'

const folder = { issue: 'issues', pull: 'pulls' } as const

/** The thread's page, at the place of the op; the page's addresses stay as they are, since mails hold them for ever. */
export function threadUrl(publicUrl: string, { log, thread, op }: Notice): string {
  return `${publicUrl}/r/${shownId(log)}/${folder[thread.kind]}/${thread.number}#${shownId(op)}`
}

/** The op's own page: it names the op whatever number the thread shares with another. */
export const opUrl = (publicUrl: string, log: string, op: string): string =>
  `${publicUrl}/r/${shownId(log)}/ops/${shownId(op)}`

/** Who a core of a repository is, and why. */
export const coreUrl = (publicUrl: string, log: string, core: string): string =>
  `${publicUrl}/r/${shownId(log)}/cores/${shownId(core)}`

export const userUrl = (publicUrl: string, user: string): string => `${publicUrl}/u/${shownId(user)}`

export const confirmUrl = (
  publicUrl: string,
  keys: LinkKeys,
  { id, round }: Subscription,
  expiresAtMs: number,
): string =>
  `${publicUrl}/subscriptions/confirm/${keys.sign({
    kind: 'confirm',
    subscription: id,
    round,
    expiresAtSeconds: Math.floor(expiresAtMs / 1_000),
  })}`

export const manageUrl = (publicUrl: string, keys: LinkKeys, { id, round }: Subscription): string =>
  `${publicUrl}/subscriptions/${keys.sign({ kind: 'manage', subscription: id, round, expiresAtSeconds: 0 })}`

export const unsubscribeUrl = (publicUrl: string, keys: LinkKeys, { id, round }: Subscription): string =>
  `${publicUrl}/unsubscribe/${keys.sign({ kind: 'unsubscribe', subscription: id, round, expiresAtSeconds: 0 })}`
