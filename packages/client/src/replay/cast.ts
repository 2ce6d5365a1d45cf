import { createHash } from 'node:crypto'
import type { Role } from '@hypergit/domain'
import { noOp } from '@hypergit/domain'
import type { PlannedOp } from '../archive/planned-op.js'

/** Who acts in a replay. */
export interface Cast {
  /** Index of the peer that somebody writes on; `undefined` is the maintainer, on the first. */
  peerOf(login: string | undefined): number
  /** The role that somebody is given before their first act. */
  roleOf(login: string): Role
}

const roleByAssociation: Readonly<Record<string, Role>> = {
  OWNER: 'admin',
  MEMBER: 'admin',
  COLLABORATOR: 'collaborator',
}
const rank: Readonly<Record<Role, number>> = { normal: 0, collaborator: 1, admin: 2 }

/** The people of a history: each has the highest standing that it shows them in, and whoever merged could merge. */
export const castOf = (planned: readonly PlannedOp[], peers: number, seed: string): Cast => {
  const roles = new Map<string, Role>()
  for (const { author, association, action } of planned) {
    if (author === undefined) continue
    const merged = action(noOp).type === 'pull.merge'
    const role = merged ? 'collaborator' : (roleByAssociation[association] ?? 'normal')
    if (rank[role] > rank[roles.get(author) ?? 'normal']) roles.set(author, role)
  }
  return {
    peerOf: (login) =>
      login === undefined ? 0 : createHash('sha256').update(`${seed} ${login}`).digest().readUInt32BE(0) % peers,
    roleOf: (login) => roles.get(login) ?? 'normal',
  }
}
