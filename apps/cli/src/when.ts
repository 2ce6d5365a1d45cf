import ms, { type StringValue } from 'ms'
import { usage } from './failures.js'

const span = /^\d+(?:\.\d+)?\s*(?:m|min|minutes?|h|hours?|d|days?|w|weeks?|y|years?)$/i
const iso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/
/** A timed mute is exact to ten minutes, so shorter ones than an hour are not offered (docs/protocol.md, section 3). */
const untilMsMin = 60 * 60 * 1000

/** The moment that `--until` means, ms since 1970: ISO 8601, or a span from now such as `7d`. */
export const untilOf = (text: string, nowMs: number): number => {
  const at = span.test(text) ? nowMs + ms(text as StringValue) : iso.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isSafeInteger(Math.round(at)))
    throw usage(
      `--until ${JSON.stringify(text)} is no time: ISO 8601 such as 2030-01-31T12:00Z, or a span such as 7d or 12h`,
    )
  if (at < nowMs + untilMsMin)
    throw usage(`--until ${JSON.stringify(text)} is less than an hour from now, which is the shortest`)
  return Math.round(at)
}
