import type { LogId, UserId } from '@hypergit/domain'

export interface MirrorInput {
  /** As everywhere; a link may also name a repository that this home does not have. */
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
  /** Whether the mirror's state hash is the same as here; absent when the repository is not here. */
  readonly same?: boolean
}

export interface AddressInput {
  /** Origin of the mirror's public pages, as it names itself. */
  readonly mirrorUrl: string
  readonly email: string
}

/** The mirror has it; whether it mails the address it tells nobody but the address. */
export interface BoundAddress {
  readonly user: UserId
  readonly accepted: true
}
