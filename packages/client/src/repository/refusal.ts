import { type CoreKey, type Decision, type Reason, type Role, toZ32 } from '@hypergit/domain'
import type { Refused } from '../api/failure.js'
import { newCoreHelp } from './own-head.js'

const helpByReason: Readonly<Record<Reason, string>> = {
  malformed: 'Change what is named and try again.',
  'unknown-target':
    'Run `hypergit sync`, since the op may not have arrived yet, and check that it is of the right kind.',
  'forged-claim': 'Claim with the identity that this machine belongs to.',
  'claimed-twice': 'A core claims one user for good; use another home for another user.',
  'forged-author': 'Leave the user out, or claim it first.',
  'pairing-abuse': 'Pair only cores that claimed the same user.',
  'not-permitted': 'Ask an admin of the repository to do it, or to give you the role it needs.',
  muted: 'Ask an admin or a collaborator to unmute you.',
  locked: 'Ask an admin or a collaborator to unlock the thread, or to write there for you.',
  void: 'Run `hypergit sync` to see what took the authority away, and ask an admin.',
  unconfirmed: 'Pair this core with a confirmed one of the same user, on both machines.',
  equivocation: `This core has two histories. ${newCoreHelp}. Or ask an admin to let this history count: \`hypergit pardon CORE\`.`,
  blacklisted: 'Ask an admin for a pardon of this core.',
  unauthorised: 'Authorise this device from another one of the user.',
  'needs-upgrade': 'Install a newer version of hypergit.',
}

/** The strike with which a core is ignored. */
export const strikesMax = 3

/** The refusal that a decision is, for the action at `index`; undefined when the op would be accepted. */
export const refusalOf = (decision: Decision, index: number): Refused | undefined => {
  if (decision.outcome === 'accepted') return undefined
  const { outcome, reason, rule, explanation, decidedBy } = decision
  return {
    code: 'refused',
    message: explanation,
    index,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    rule,
    explanation,
    decidedBy,
    help: reason === undefined ? 'Run `hypergit sync` and try again.' : helpByReason[reason],
  }
}

/** A pair with somebody else's core, before it is written: nothing would come of it but a strike. */
export const strikeRefused = (decision: Decision, strikes: number, index: number): Refused => {
  const message = `That core claims somebody else. To pair with it has no effect, and is strike ${strikes + 1} of ${strikesMax} of this core: with the third one everybody ignores it.`
  return {
    code: 'refused',
    message,
    index,
    outcome: decision.outcome,
    reason: 'not-permitted',
    rule: decision.rule,
    explanation: message,
    decidedBy: decision.decidedBy,
    help: 'Pair only with cores of your own machines: `hypergit identity show CORE` says who claims what.',
  }
}

/** The rules would accept the claim, and hold back what the core writes until it is confirmed. */
export const claimRefused = (decision: Decision, role: Role, waitsFor: CoreKey, index: number): Refused => ({
  code: 'refused',
  message: `With this claim the core would be no ${role} any more until ${toZ32(waitsFor)}, the user's first core here, has paired with it.`,
  index,
  outcome: decision.outcome,
  reason: 'unconfirmed',
  rule: decision.rule,
  explanation: `With this claim the core would be no ${role} any more until ${toZ32(waitsFor)}, the user's first core here, has paired with it.`,
  decidedBy: decision.decidedBy,
  help: `Have an admin give the role to ${toZ32(waitsFor)} and take it from this core, then claim; or keep this core unclaimed.`,
})
