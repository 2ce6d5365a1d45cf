import type { EventEmitter } from 'node:events'
import type { LogEvents } from './log-api.js'

/** One place for what EventEmitter's types cannot say of a generic event name. */
export const listen = <Name extends keyof LogEvents>(
  events: EventEmitter<LogEvents>,
  how: 'on' | 'off',
  event: Name,
  listener: (...args: LogEvents[Name]) => void,
): void => {
  const untyped: EventEmitter = events
  untyped[how](event, listener as (...args: unknown[]) => void)
}
