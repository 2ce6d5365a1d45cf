import { ApiError } from '../http/api-error.js'
import type { MailPage } from '../notifier/link-page.js'
import { NotifierUnavailable } from '../notifier/notifier-client.js'
import type { DashboardParts } from '../parts.js'

/** Mails that the notifier planned, sent or failed to send. Throws an ApiError 503 when it does not answer. */
export const listMail = async (
  parts: DashboardParts,
  query: { readonly limit: number; readonly after?: string | undefined },
): Promise<MailPage> => {
  try {
    return await parts.notifier.mail(query)
  } catch (error) {
    if (error instanceof NotifierUnavailable) throw new ApiError(503, 'unavailable', error.message)
    throw error
  }
}
