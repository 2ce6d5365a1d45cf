import type {
  CoreBan,
  CorePardon,
  GitPolicy,
  Mute,
  Role,
  RoleSet,
  ThreadLock,
  ThreadUnlock,
  Unmute,
} from '../action.js'
import type { KnownOp } from '../graph/known-op.js'

export type AuthorityAction = RoleSet | CoreBan | CorePardon | Mute | Unmute | ThreadLock | ThreadUnlock | GitPolicy

const authorityTypes: ReadonlySet<string> = new Set<AuthorityAction['type']>([
  'role.set',
  'core.ban',
  'core.pardon',
  'mute',
  'unmute',
  'thread.lock',
  'thread.unlock',
  'git.policy',
])

/** An op that facts of section 6 rest on. None is in violation, nor written after a violation. */
export interface AuthorityOp<A extends AuthorityAction = AuthorityAction> {
  readonly known: KnownOp
  readonly action: A
  /** The least role that it needed in its past, whether its author's core had it there, and what gave it; as if every core were alone. */
  readonly needed: Role
  readonly isEntitled: boolean
  readonly grants: readonly AuthorityOp[]
  /** A ban in its own past, effective and not lifted there, takes its core's rights. */
  readonly bannedBefore: KnownOp | undefined
}

export const isAuthority = (action: { readonly type: string }): action is AuthorityAction =>
  authorityTypes.has(action.type)

/** Those that decide about roles fall to bans only by seniority (section 4, step 4). */
export const isOfRoles = ({ type }: AuthorityAction): boolean =>
  type === 'role.set' || type === 'core.ban' || type === 'core.pardon'

const rankOfRole: Readonly<Record<Role, number>> = { normal: 0, collaborator: 1, admin: 2 }

export const isAtLeast = (role: Role, needed: Role): boolean => rankOfRole[role] >= rankOfRole[needed]

export const lowestRole = (roles: readonly Role[]): Role | undefined =>
  roles.reduce<Role | undefined>(
    (lowest, role) => (lowest === undefined || !isAtLeast(role, lowest) ? role : lowest),
    undefined,
  )
