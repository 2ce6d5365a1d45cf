import type { Readiness } from '@hypergit/observability'
import type { Registry } from 'prom-client'
import type { MailHints } from './delivery/mail-hints.js'
import type { TransactionalSql } from './schema/sql.js'
import type { LinkKeys } from './tokens/link-keys.js'

/** What the controllers work with. */
export interface NotifierParts {
  readonly sql: TransactionalSql
  readonly keys: LinkKeys
  readonly hints: MailHints
  readonly internalToken: string
  /** Origin of the pages; undefined until it is known. */
  readonly publicUrl: () => string | undefined
  readonly registry: Registry
  readonly readiness: Readiness
  readonly now: () => number
}

/** Nest's name for them. */
export const NOTIFIER_PARTS = Symbol('NotifierParts')
