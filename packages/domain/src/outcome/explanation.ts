import type { Decision, Reason } from '../outcome.js'
import { originSentence, ruleOf } from '../rules/permissions.js'
import { isPlainlyAccepted, type Ruling } from './ruling.js'

const sentences: Readonly<Record<Exclude<Reason, 'not-permitted' | 'muted' | 'locked'>, string>> = {
  malformed: 'The block breaks the format or a limit of the protocol.',
  'unknown-target': 'It is about an op that its author had not seen, or that is of another kind.',
  'forged-claim': 'The proof of the claimed identity does not hold.',
  'claimed-twice': 'Its core has already claimed another identity.',
  'forged-author': 'It names a user that its core has not claimed.',
  'pairing-abuse': 'Its core has tried three times to pair with the cores of others.',
  void: 'Its author had lost the right to decide this, by an op that outranks it and that the author had not seen.',
  unconfirmed: 'Its core is not confirmed as one of its person’s.',
  equivocation: 'Its core wrote two different ops in one place.',
  blacklisted: 'Its core is blacklisted: by a violation before it, or by a ban.',
  unauthorised: 'Its core is not an authorised device of the user.',
  'needs-upgrade': 'It is of a higher protocol version than this program reads.',
}

const sentenceOf = ({ outcome, reason, rule }: Ruling): string => {
  if (reason === undefined) return ruleOf(rule)?.sentence ?? 'Nothing speaks against it.'
  const seen = outcome === 'violation'
  switch (reason) {
    case 'not-permitted': {
      const sentence = rule === 'origin' ? originSentence : (ruleOf(rule)?.sentence ?? 'Its author may not do this.')
      return seen ? sentence : `${sentence} What changed that had not reached the author.`
    }
    case 'muted':
      return seen
        ? 'Its author is muted, and had seen the mute.'
        : 'Its author is muted; the mute had not reached them.'
    case 'locked':
      return seen
        ? 'The thread is locked, and its author had seen the lock.'
        : 'The thread is locked; the lock had not reached the author.'
    default:
      return sentences[reason]
  }
}

const explained = (ruling: Ruling): Decision => ({ ...ruling, explanation: sentenceOf(ruling) })

const accepted = new Map<string, Decision>()

/** The ruling with its sentence for people. */
export const decisionOf = (ruling: Ruling): Decision => {
  if (!isPlainlyAccepted(ruling)) return explained(ruling)
  const kept = accepted.get(ruling.rule) ?? explained(ruling)
  accepted.set(ruling.rule, kept)
  return kept
}
