import type { Setting } from '../setting.js'
import * as values from '../values.js'

const dayMs = 24 * 60 * 60_000

const smtpUrl: Setting<string | undefined> = {
  env: 'SMTP_URL',
  help: 'mail server, as smtp://user:password@host:port or smtps://…',
  otherwise: 'mails go to DATA/outbox',
  fallback: undefined,
  secret: true,
  parse: values.url(['smtp', 'smtps'], 'smtp://user:password@host:587'),
}
const mailFrom: Setting<string | undefined> = {
  env: 'MAIL_FROM',
  help: 'sender of mails',
  otherwise: 'none; required with SMTP_URL',
  fallback: undefined,
  parse: values.sender,
}
const mailHoldMs: Setting<number> = {
  env: 'MAIL_HOLD_MS',
  help: 'how long a mail waits, in ms, so that what is hidden meanwhile is not sent',
  otherwise: '120000',
  fallback: 120_000,
  parse: values.integer(0, dayMs, ' (ms)'),
}
const dkimDomain: Setting<string | undefined> = {
  env: 'DKIM_DOMAIN',
  help: 'domain that signs mails',
  otherwise: 'none',
  fallback: undefined,
  parse: values.host,
}
const dkimSelector: Setting<string | undefined> = {
  env: 'DKIM_SELECTOR',
  help: 'selector of the signing key',
  otherwise: 'none',
  fallback: undefined,
  parse: values.host,
}
const dkimKeyFile: Setting<string | undefined> = {
  env: 'DKIM_KEY_FILE',
  help: 'file of the signing key, PEM',
  otherwise: 'none',
  fallback: undefined,
  parse: values.text(4_096),
}

export const mail = { smtpUrl, mailFrom, mailHoldMs, dkimDomain, dkimSelector, dkimKeyFile } as const
