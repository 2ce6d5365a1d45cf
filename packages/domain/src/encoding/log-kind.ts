import type { ActionType } from '../action.js'

/** Which of the two kinds of log; its founding op tells (docs/protocol.md, section 3). */
export type LogKind = 'repository' | 'user'

/** The founding op's action of each kind. */
export const foundingAction = {
  repository: 'repository.create',
  user: 'user.create',
} as const satisfies Record<LogKind, ActionType>

const both: readonly ActionType[] = ['join', 'ack', 'evidence.equivocation']
const userOnly: readonly ActionType[] = [
  'user.create',
  'profile.set',
  'device.authorize',
  'device.revoke',
  'core.link',
  'core.unlink',
]

const inUserLog = new Set<ActionType>([...both, ...userOnly])
const notInRepositoryLog = new Set<ActionType>(userOnly)

/** Whether a log of this kind has the action at all; elsewhere it is malformed. */
export const belongsTo = (type: ActionType, kind: LogKind): boolean =>
  kind === 'user' ? inUserLog.has(type) : !notInRepositoryLog.has(type)
