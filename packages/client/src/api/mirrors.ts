import type { LogId } from '@hypergit/domain'

export interface MirrorInput {
  readonly repo: string
  /** Origin of the operator's dashboard and API, such as `http://127.0.0.1:8081`. */
  readonly operatorUrl: string
  readonly token: string
}

/** What a mirror says of a repository it hosts. */
export interface MirrorRepository {
  readonly id: LogId
  readonly hosted: boolean
  readonly stateHash?: string
  readonly peers?: number
  /** Whether the mirror's state hash is the same as here. */
  readonly same?: boolean
}
