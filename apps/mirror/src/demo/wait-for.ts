import { setTimeout as wait } from 'node:timers/promises'
import { MirrorError } from '../mirror-error.js'

const everyMs = 10
const limitMs = 60_000

/** Waits until something has come about among the demo's peers; a MirrorError after a minute, an AbortError when the demo stops. */
export const waitFor = async (what: string, isSo: () => Promise<boolean>, signal: AbortSignal): Promise<void> => {
  const until = Date.now() + limitMs
  while (!(await isSo())) {
    if (Date.now() >= until)
      throw new MirrorError('DEMO_FAILED', `The demo waited ${limitMs} ms in vain until ${what}.`)
    await wait(everyMs, undefined, { signal })
  }
  signal.throwIfAborted()
}
