import { join } from 'node:path'
import type { MailConfig } from '@hypergit/config'
import type { NotifierSettings } from './settings.js'

/** What a process was told, in the part that is the notifier's; a `NotifierConfig` is one. */
export interface NotifierSource {
  /** Mails become files in its folder `outbox` where there is no mail server. */
  readonly data: string
  readonly mail: MailConfig
  readonly mirrorName: string
  readonly contact?: string
  readonly internalToken: string
  readonly host: string
  readonly port: number
}

/** Sender of mails that stay on this machine. */
const localSender = 'mirror@localhost'
const inBrackets = /<([^<>]+)>$/

/** The notifier's settings; `publicUrl` is asked whenever a mail is made, since a mirror may pick its port later. */
export function settingsFrom(source: NotifierSource, publicUrl: () => string | undefined): NotifierSettings {
  const { data, mail, mirrorName, contact, internalToken, host, port } = source
  const from = mail.from ?? localSender
  return {
    route:
      mail.smtpUrl === undefined ? { kind: 'folder', path: join(data, 'outbox') } : { kind: 'smtp', url: mail.smtpUrl },
    mailFrom: inBrackets.exec(from)?.[1] ?? from,
    holdBackMs: mail.holdBackMs,
    mirrorName,
    publicUrl,
    internalToken,
    host,
    port,
    ...(mail.dkim === undefined ? {} : { dkim: mail.dkim }),
    ...(contact === undefined ? {} : { contact }),
  }
}
