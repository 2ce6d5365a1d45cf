import type { Answer } from '@hypergit/client'
import { MirrorError } from '../mirror-error.js'

/** What a peer of the demo answered; the sample asks nothing that may be refused, so a refusal is a MirrorError. */
export const answered = <Value>(what: string, answer: Answer<Value>): Value => {
  if (answer.ok) return answer.value
  throw new MirrorError('DEMO_FAILED', `The demo could not ${what}: ${answer.failure.message}`)
}
