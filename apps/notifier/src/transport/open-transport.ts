import type { MailRoute } from '../settings.js'
import { folderTransport } from './folder-transport.js'
import type { MailTransport } from './mail-transport.js'
import { smtpTransport } from './smtp-transport.js'

export async function openTransport(route: MailRoute): Promise<MailTransport> {
  switch (route.kind) {
    case 'smtp':
      return smtpTransport(route.url)
    case 'folder':
      return folderTransport(route.path)
    default:
      return route satisfies never
  }
}
