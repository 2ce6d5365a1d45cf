import type { ActionType } from '../action.js'
import type { LogKind } from '../encoding/log-kind.js'
import { isAuthority } from '../facts/authority-op.js'

/** How an author spends their time. */
export type Persona = 'founder' | 'talker' | 'moderator' | 'impostor' | 'forger'

/** As often as each is met; the founder is one of their own. */
export const personas: readonly Persona[] = [
  'talker',
  'talker',
  'moderator',
  'moderator',
  'impostor',
  'impostor',
  'forger',
]

type Weights = Readonly<Partial<Record<ActionType, number>>>

const talk: Weights = {
  'thread.open': 6,
  comment: 10,
  'comment.edit': 4,
  'comment.redact': 2,
  react: 4,
  'thread.title': 3,
  'thread.close': 4,
  'thread.reopen': 4,
  'pull.revise': 2,
  'pull.review': 3,
  'fork.announce': 1,
  ack: 2,
}
const moderation: Weights = {
  ...talk,
  'comment.hide': 3,
  'comment.unhide': 3,
  'thread.lock': 4,
  'thread.unlock': 3,
  'thread.label': 2,
  'thread.assign': 2,
  'thread.milestone': 2,
  'pull.merge': 3,
  mute: 6,
  unmute: 4,
  'role.set': 8,
  'git.policy': 2,
  'core.ban': 2,
  'core.pardon': 3,
  'repository.set': 2,
}
const identity: Weights = {
  ...talk,
  'identity.claim': 14,
  'identity.pair': 22,
  'identity.unpair': 6,
  'evidence.equivocation': 2,
}
const founding: Weights = {
  'thread.open': 4,
  'role.set': 10,
  mute: 5,
  unmute: 2,
  'thread.lock': 4,
  'thread.unlock': 1,
  'git.policy': 1,
  'core.pardon': 2,
  ack: 3,
}
const device: Weights = {
  'profile.set': 6,
  'device.authorize': 8,
  'device.revoke': 4,
  'core.link': 3,
  'core.unlink': 2,
  ack: 2,
  'evidence.equivocation': 1,
}

const weightsOf: Readonly<Record<Persona, Weights>> = {
  founder: founding,
  talker: talk,
  moderator: moderation,
  impostor: identity,
  forger: { ...moderation, ...identity },
}

const listed = (weights: Weights): readonly ActionType[] =>
  Object.entries(weights).flatMap(([type, weight]) => Array.from({ length: weight }, () => type as ActionType))
const deviceTypes = listed(device)
const typesOfPersona = Object.fromEntries(
  Object.entries(weightsOf).map(([persona, weights]) => [persona, listed(weights)]),
) as Readonly<Record<Persona, readonly ActionType[]>>

/** What such an author writes, each type as often as they do. In a user log all write the same. */
export const typesOf = (kind: LogKind, persona: Persona): readonly ActionType[] =>
  kind === 'user' ? deviceTypes : typesOfPersona[persona]

const staffTypes: ReadonlySet<ActionType> = new Set<ActionType>([
  'comment.hide',
  'comment.unhide',
  'thread.label',
  'thread.assign',
  'thread.milestone',
  'pull.merge',
  'repository.set',
])

/** Whether a person without a role may not do it, or nothing that counts. */
export const isForStaff = (type: ActionType): boolean => staffTypes.has(type) || isAuthority({ type })

const ownTypes: ReadonlySet<ActionType> = new Set<ActionType>([
  'comment.edit',
  'comment.redact',
  'thread.title',
  'thread.close',
  'thread.reopen',
  'pull.revise',
])

/** Whether a person without a role may do it with their own only. */
export const isOnOwn = (type: ActionType): boolean => ownTypes.has(type)
