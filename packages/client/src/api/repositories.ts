import type { Capability, CoreKey, ForkEnds, ForkLink, LogId, OpId, RepositoryView, Role } from '@hypergit/domain'

/** What `repo create` and `repo clone` print. */
export interface RepositoryHandle {
  readonly id: LogId
  /** `hypergit://` and the id in z-base-32. */
  readonly link: string
  /** This home's core in it; in a clone, the one it will write with. */
  readonly core: CoreKey
  /** What this home calls it. */
  readonly name: string
}

export interface RenewCore {
  readonly repo: string
  readonly offline?: boolean
}

export interface RenewedCore extends RepositoryHandle {
  /** The core that this home wrote with before. */
  readonly replaced: CoreKey
  /** How many peers know the new one by now. */
  readonly published: number
}

export interface RepositorySummary extends RepositoryHandle {
  /** Absent while its creation has not been fetched. */
  readonly view?: RepositoryView
  readonly role: Role
  readonly muted: boolean
  /** This home's person: their first-linked core. */
  readonly person: CoreKey
  /** What the log declares that this person may do with the git repository. */
  readonly capabilities: readonly Capability[]
  /** The `git.policy`s that the capabilities rest on; none where the role's default stands. */
  readonly policies: readonly OpId[]
  /** For people, one sentence each: what this home's author should know. */
  readonly warnings: readonly string[]
}

export interface CreateRepository {
  readonly name: string
  readonly description?: string
  readonly gitUrl?: string
  /** `main` unless given. */
  readonly defaultBranch?: string
  readonly forkOf?: LogId
  readonly offline?: boolean
  /** Say nothing of this home's user there, now and later. */
  readonly anonymous?: boolean
}

export interface CloneRepository {
  /** `hypergit://ID`, or the id in z-base-32 or hexadecimal digits. */
  readonly link: string
  /** What this home is to call it; the repository's own name unless given. */
  readonly name?: string
  /** How long to look for somebody who has it and to fetch it, ms; 30,000 unless given. */
  readonly waitMs?: number
  /** As for a new repository; as before unless given. */
  readonly anonymous?: boolean
}

/** One end of a fork as this home knows it, see `ForkEnds`; of a log that is not in this home nothing is known. */
export interface LinkedFork extends ForkEnds {
  readonly repository: LogId
  /** What this home calls it; absent where it does not have it. */
  readonly name?: string
  readonly link: ForkLink
  /** Why the link is what it is, one sentence. */
  readonly explanation: string
}

export interface RepositoryForks {
  readonly parent?: LinkedFork
  /** Announced in the repository's log, or of this home and naming it as their parent; confirmed ones first. */
  readonly forks: readonly LinkedFork[]
}
