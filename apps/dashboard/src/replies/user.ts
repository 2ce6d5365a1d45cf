import { z } from 'zod'
import { identity, shownId, timeMs } from './author.js'
import { claimProblem, following } from './core.js'
import { threadSummary } from './thread.js'

const repositoryReference = z.object({ id: shownId, name: z.string() })

export const device = z.object({
  core: shownId.meta({ description: 'its core in the user’s log' }),
  name: z.string(),
  authorized: z.boolean(),
  byPhrase: z.boolean().meta({ description: 'authorised by the recovery phrase' }),
  at: timeMs.meta({ description: 'of its authorisation; 0 where it needed none' }),
  revokedAt: timeMs.optional(),
})

/** What the user says of themselves, in a log that nobody else can write. */
export const profile = z.object({
  name: z.string().optional(),
  bio: z.string().optional(),
  url: z.string().optional(),
  contact: z.string().optional(),
  following: following
    .optional()
    .meta({ description: 'how this mirror comes by the user’s log; absent: it does not ask' }),
  notice: z.string().optional().meta({ description: 'what to keep in mind where the log is not simply here' }),
  devices: z.array(device).meta({ description: 'the user’s machines, those that count first; at most 256' }),
  devicesTotal: z.number().int(),
  linksTotal: z.number().int().meta({ description: 'cores of repositories that the log lists or has unlisted' }),
})
export type Profile = z.infer<typeof profile>

export const userDetail = profile.extend({
  id: shownId,
  kind: z.enum(['user', 'core']).meta({ description: 'a user, or a core that may or may not have claimed one' }),
  user: shownId.optional().meta({ description: 'of a core: the user it claims' }),
  cores: z.array(
    z.object({
      repository: repositoryReference,
      core: shownId,
      role: z.string(),
      identity,
      problem: claimProblem.optional(),
      muted: z.boolean(),
      blacklisted: z.boolean(),
    }),
  ),
  threads: z.array(threadSummary.extend({ repository: repositoryReference })),
})
export type UserDetail = z.infer<typeof userDetail>
