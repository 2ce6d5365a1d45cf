import type { Capability, CoreKey, LogId, RepositoryView, Role } from '@hypergit/domain'

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

export interface RepositorySummary extends RepositoryHandle {
  /** Absent while its creation has not been fetched. */
  readonly view?: RepositoryView
  readonly role: Role
  readonly muted: boolean
  readonly capabilities: readonly Capability[]
}

export interface CreateRepository {
  readonly name: string
  readonly description?: string
  readonly gitUrl?: string
  /** `main` unless given. */
  readonly defaultBranch?: string
  readonly forkOf?: LogId
  readonly offline?: boolean
}

export interface CloneRepository {
  /** `hypergit://ID`, or the id in z-base-32 or hexadecimal digits. */
  readonly link: string
  /** What this home is to call it; the repository's own name unless given. */
  readonly name?: string
  /** How long to look for somebody who has it and to fetch it, ms; 30,000 unless given. */
  readonly waitMs?: number
}
