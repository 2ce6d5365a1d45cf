import { actionFromJson, isHexId, type LogId, logId, type RepositoryAction } from '@hypergit/domain'
import { z } from 'zod'
import type { CallName, StreamName } from './calls.js'

const word = z.string().max(4_096)
const line = z.string().max(64 * 1024)
const waitMs = z
  .number()
  .min(0)
  .max(24 * 60 * 60 * 1000)
const repo = word
const log = z
  .string()
  .refine(isHexId)
  .transform((hex): LogId => logId(hex))
const inRepository = z.object({ repo })
const mirror = z.object({ repo, operatorUrl: word, token: word })

/** Its bounds are checked where the op is built, so that both ways of asking are refused in the same words. */
const action = z.custom<RepositoryAction>((value) => actionFromJson(value, () => undefined).ok, 'is no action')

/** What a process may be asked on its control socket: the inputs of a peer's methods, met at the door. */
export const inputs = {
  createRepository: z.object({
    name: line,
    description: line.optional(),
    gitUrl: line.optional(),
    defaultBranch: line.optional(),
    forkOf: log.optional(),
    offline: z.boolean().optional(),
    anonymous: z.boolean().optional(),
  }),
  cloneRepository: z.object({
    link: word,
    name: line.optional(),
    waitMs: waitMs.optional(),
    anonymous: z.boolean().optional(),
  }),
  repositories: z.object({}).optional(),
  repository: inRepository,
  forks: inRepository,
  renameRepository: z.object({ repo, name: line }),
  removeRepository: inRepository,
  renewCore: z.object({ repo, offline: z.boolean().optional() }),
  write: z.object({
    repo,
    actions: z.array(action).max(1_024),
    offline: z.boolean().optional(),
    at: z.number().optional(),
  }),
  threads: z.object({
    repo,
    kind: z.enum(['issue', 'pull']).optional(),
    state: z.enum(['open', 'closed', 'merged']).optional(),
    label: word.optional(),
    author: word.optional(),
    assignee: word.optional(),
    search: word.optional(),
    limit: z.number().optional(),
    after: word.optional(),
  }),
  thread: z.object({ repo, thread: word }),
  op: z.object({ repo, op: word }),
  why: z.object({ repo, op: word }),
  people: inRepository,
  person: z.object({ repo, who: word }),
  cores: inRepository,
  status: z.object({ repo: repo.optional() }),
  identity: z.object({ repo, who: word }),
  pair: z.object({
    repo,
    who: word.optional(),
    acceptStrike: z.boolean().optional(),
    offline: z.boolean().optional(),
  }),
  unpair: z.object({ repo, who: word, offline: z.boolean().optional() }),
  claim: z.object({ repo, offline: z.boolean().optional() }),
  stayAnonymous: inRepository,
  disown: z.object({ repo, who: word, undo: z.boolean().optional(), offline: z.boolean().optional() }),
  remains: inRepository,
  startAgain: z.object({ repo, offline: z.boolean().optional() }),
  authors: inRepository,
  createUser: z.object({ name: line, device: line.optional(), offline: z.boolean().optional() }),
  user: z.object({ who: word.optional() }),
  setProfile: z.object({
    name: line.optional(),
    bio: line.optional(),
    url: line.optional(),
    contact: line.optional(),
    offline: z.boolean().optional(),
  }),
  revokeDevices: z.object({
    devices: z.array(word).max(256),
    self: z.boolean().optional(),
    offline: z.boolean().optional(),
  }),
  recoverUser: z.object({
    phrase: word,
    device: line.optional(),
    revoke: z.array(word).max(256).optional(),
    revokeAll: z.boolean().optional(),
    waitMs: waitMs.optional(),
  }),
  recoveryPhrase: z.object({}).optional(),
  recoverySaved: z.object({ phrase: word }),
  inviteDevice: z.object({ expiresMs: z.number().optional(), acceptWords: word.optional() }),
  decideInvite: z.object({ words: word, accept: z.boolean() }),
  joinUser: z.object({ invite: word, name: line.optional(), waitMs: waitMs.optional() }),
  hostOnMirror: mirror,
  leaveMirror: mirror,
  mirrorStatus: mirror,
  bindAddress: z.object({ mirrorUrl: word, email: word }),
  log: z.object({
    repo: repo.optional(),
    follow: z.boolean().optional(),
    limit: z.int().min(0).optional(),
    after: z.record(z.string(), z.number()).optional(),
  }),
  sync: z.object({ repo: repo.optional(), waitMs: waitMs.optional() }),
  seed: z.object({ repos: z.array(repo).max(100_000).optional() }),
  importArchive: z.object({ repo, file: word, offline: z.boolean().optional() }),
  exportArchive: inRepository,
  evidence: z.object({ repo, op: word }),
} as const satisfies Record<CallName | StreamName, z.ZodType>
