import { z } from 'zod'
import { author, shownId, timeMs } from './author.js'
import { forkLink } from './fork.js'

const openClosed = { open: z.number().int(), closed: z.number().int() }

export const repositorySummary = z.object({
  id: shownId,
  name: z.string(),
  description: z.string(),
  gitUrl: z.string(),
  threads: z.object(openClosed).meta({ description: 'issues and pulls; merged pulls are closed' }),
  issues: z.object(openClosed),
  pulls: z.object({ ...openClosed, merged: z.number().int() }),
  peers: z.number().int(),
  lag: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'blocks that peers announced and that are not here yet; null: not known' }),
  state: z.enum(['waiting', 'live']).meta({ description: '`waiting`: hosted, and nothing judged yet' }),
  at: timeMs.nullable().meta({ description: 'the largest effective time known' }),
})
export type RepositorySummary = z.infer<typeof repositorySummary>

export const blacklisted = z.object({
  core: shownId,
  author,
  from: z.number().int().meta({ description: 'seq from which on the core is ignored' }),
  reason: z.string(),
  op: shownId.meta({ description: 'the op that shows it' }),
  explanation: z.string().optional(),
})
export type Blacklisted = z.infer<typeof blacklisted>

export const roleHolder = author.extend({
  role: z.enum(['collaborator', 'admin', 'normal']),
  muted: z.boolean(),
  capabilities: z.array(z.enum(['merge', 'createBranch', 'editFile', 'tag', 'release'])).meta({
    description: 'git rights that role and policy declare; a git remote may still refuse them',
  }),
})
export type RoleHolder = z.infer<typeof roleHolder>

export const repositoryDetail = repositorySummary.extend({
  link: z.string(),
  founder: shownId.nullable(),
  defaultBranch: z.string(),
  forkOf: shownId.nullable(),
  parent: forkLink
    .optional()
    .meta({ description: 'the repository that `forkOf` names, and whether it names this one' }),
  forks: z.array(shownId).meta({ description: 'announced here, or hosted here and naming this one' }),
  roles: z.array(roleHolder).meta({ description: 'who is not a normal user' }),
  muted: z.array(author),
  blacklist: z.array(blacklisted),
  ops: z.number().int(),
  stateHash: z.string().nullable(),
  version: z.object({ epoch: z.number().int(), number: z.number().int() }).nullable(),
})
export type RepositoryDetail = z.infer<typeof repositoryDetail>
