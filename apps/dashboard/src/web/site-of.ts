import type { DashboardSettings } from '../settings.js'
import type { Site } from './site.js'

/** What of the settings every page says. */
export const siteOf = ({ mirrorName, contact }: DashboardSettings): Site => ({
  mirrorName,
  ...(contact === undefined ? {} : { contact }),
})
