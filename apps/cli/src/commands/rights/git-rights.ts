import type { RepositorySummary } from '@hypergit/client'
import type { Capability, CoreKey, Role } from '@hypergit/domain'
import type { RemoteAnswer } from '../../git/push-answer.js'
import type { Run } from '../../run.js'
import { type Asked, askRemote, type RemoteQuestion } from './ask-remote.js'
import { whyUndeclared } from './why-undeclared.js'

/** One of the git rights of docs/protocol.md, section 5: the declared half, the remote's half, and what both come to. */
export interface GitRight {
  readonly capability: Capability
  readonly declared: boolean
  readonly remote: RemoteAnswer['remote']
  /** Declared, and not refused by the remote. */
  readonly allowed: boolean
  /** One sentence; present where it is not allowed. */
  readonly whyNot?: string
  /** What limits the answer, in whole sentences. */
  readonly note?: string
}

export interface GitRights {
  readonly core: CoreKey
  readonly person: CoreKey
  readonly role: Role
  readonly capabilities: readonly GitRight[]
}

const whyUnknown = ({ by, ...asked }: Asked): string[] => {
  if (asked.remote !== 'unknown') return []
  return [
    by === undefined
      ? `The git remote was not asked: ${asked.why}.`
      : `The git remote ${by} left it open: ${asked.why}.`,
  ]
}

const notesOf = (capability: Capability, role: Role, declared: boolean, asked: Asked): string[] => [
  ...whyUnknown(asked),
  ...(capability === 'release' && asked.by !== undefined
    ? ['To git a release is no more than its tag, so this is the answer for a tag.']
    : []),
  ...(capability === 'merge' && role === 'normal' && declared
    ? ['Recording a merge with `hypergit pull merge` needs a collaborator or an admin all the same.']
    : []),
]

/** This home's git rights in a repository, for the capabilities asked about. */
export const gitRights = async <Options extends object>(
  run: Run<Options>,
  repository: RepositorySummary,
  question: RemoteQuestion,
): Promise<GitRights> => {
  const { core, person, role } = repository
  const asked = await askRemote(run, repository, question)
  const undeclared = await whyUndeclared(run, repository)
  const capabilities = question.capabilities.map((capability, index): GitRight => {
    const answer: Asked = asked[index] ?? { remote: 'unknown', why: 'git gave no reason' }
    const declared = repository.capabilities.includes(capability)
    const refused = answer.remote === 'no' ? `The git remote ${answer.by ?? ''} refuses: ${answer.why}.` : undefined
    const whyNot = declared ? refused : undeclared(capability)
    const notes = notesOf(capability, role, declared, answer)
    return {
      capability,
      declared,
      remote: answer.remote,
      allowed: whyNot === undefined,
      ...(whyNot === undefined ? {} : { whyNot }),
      ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
    }
  })
  return { core, person, role, capabilities }
}
