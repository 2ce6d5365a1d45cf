import type { Request } from 'express'
import { ApiError } from '../http/api-error.js'
import type { DashboardSettings } from '../settings.js'
import type { Site } from '../web/site.js'
import { siteOf } from '../web/site-of.js'

/** What every page of a signed-in operator needs. */
export const sessionView = (
  request: Request,
  settings: DashboardSettings,
): { readonly site: Site; readonly formToken: string } => {
  const { formToken } = request.session
  if (formToken === undefined) throw new ApiError(401, 'unauthorised', 'Sign in first.')
  return { site: siteOf(settings), formToken }
}
