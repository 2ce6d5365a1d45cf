import type { Setting } from '../setting.js'
import * as values from '../values.js'

export const notifierUrl: Setting<string | undefined> = {
  env: 'NOTIFIER_URL',
  help: "the notifier's internal API, such as http://notifier:8080",
  otherwise: 'none',
  fallback: undefined,
  parse: values.origin,
}
