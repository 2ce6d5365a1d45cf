import { type Blacklisting, toZ32 } from '@hypergit/domain'
import { shortId } from '../ids/shown-id.js'
import type { ThreadReference } from '../replies/op.js'

/** Addresses of pages; mails hold them, so they stay. */
export const repositoryPath = (id: string): string => `/r/${id}`

/** A user, or a core in every repository. */
export const userPath = (id: string): string => `/u/${id}`

/** Who a core of the repository is, and why that is said. */
export const corePath = (id: string, core: string): string => `/r/${id}/cores/${core}`

export const forksPath = (id: string): string => `/r/${id}/forks`

export const threadsPath = (id: string, kind: 'issue' | 'pull'): string =>
  `/r/${id}/${kind === 'issue' ? 'issues' : 'pulls'}`

export const threadPath = (id: string, thread: Pick<ThreadReference, 'kind' | 'number'>): string =>
  `${threadsPath(id, thread.kind)}/${thread.number}`

export const opPath = (id: string, op: string): string => `/r/${id}/ops/${op}`

export const evidencePath = (id: string, op: string): string => `/api/repositories/${id}/ops/${op}/evidence`

/** What a bundle is called when it is saved. */
export const evidenceFile = ({ kind, op }: Pick<Blacklisting, 'kind' | 'op'>): string =>
  `${kind}-${shortId(toZ32(op.id))}.json`

/** The query of the same page with some parameters changed; empty ones are left out. */
export const withParameters = (
  parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) if (one !== '') query.append(name, one)
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
