import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ValuesOf } from './setting.js'
import type { mail } from './settings/mail.js'

export interface DkimConfig {
  readonly domain: string
  readonly selector: string
  /** PEM. */
  readonly privateKey: string
}

export interface MailConfig {
  /** Absent: mails become files. */
  readonly smtpUrl?: string
  /** There with `smtpUrl`. */
  readonly from?: string
  readonly holdBackMs: number
  readonly dkim?: DkimConfig
}

const readKey = (file: string): string | undefined => {
  try {
    const pem = readFileSync(file, 'utf8')
    createPrivateKey(pem)
    return pem
  } catch {
    return undefined
  }
}

const dkimOf = (values: ValuesOf<typeof mail>, problems: string[]): DkimConfig | undefined => {
  const { dkimDomain: domain, dkimSelector: selector, dkimKeyFile: keyFile } = values
  if (domain === undefined && selector === undefined && keyFile === undefined) return undefined
  if (domain === undefined || selector === undefined || keyFile === undefined) {
    problems.push('DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE go together; set all three or none')
    return undefined
  }
  const privateKey = readKey(keyFile)
  if (privateKey === undefined) {
    problems.push(`DKIM_KEY_FILE must be a readable file with a private key in PEM; ${keyFile} was given`)
    return undefined
  }
  return { domain, selector, privateKey }
}

/** What goes together in mail settings; what does not is added to `problems`. */
export const mailConfig = (
  values: ValuesOf<typeof mail>,
  publicUrl: string | undefined,
  problems: string[],
): MailConfig => {
  const { smtpUrl, mailFrom, mailHoldMs } = values
  if (smtpUrl !== undefined && mailFrom === undefined)
    problems.push('MAIL_FROM is required with SMTP_URL: the address that mails come from')
  if (smtpUrl !== undefined && publicUrl === undefined)
    problems.push('PUBLIC_URL is required with SMTP_URL: links in mails lead there')
  const dkim = dkimOf(values, problems)
  return {
    holdBackMs: mailHoldMs,
    ...(smtpUrl === undefined ? {} : { smtpUrl }),
    ...(mailFrom === undefined ? {} : { from: mailFrom }),
    ...(dkim === undefined ? {} : { dkim }),
  }
}
