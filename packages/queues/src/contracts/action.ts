import type {
  Action,
  ActionType,
  Capability,
  Origin,
  PullSource,
  ReviewLine,
  ReviewVerdict,
  Role,
  ThreadKind,
} from '@hypergit/domain'
import { z } from 'zod'
import { optional, record, type Shape } from './record.js'
import { bytes, core, count, flag, list, log, oneOf, op, text, timeMs, user, viewListMax } from './scalars.js'

export const role: z.ZodType<Role> = oneOf(['normal', 'collaborator', 'admin'])
export const capability: z.ZodType<Capability> = oneOf(['merge', 'createBranch', 'editFile', 'tag', 'release'])
export const threadKind: z.ZodType<ThreadKind> = oneOf(['issue', 'pull'])
export const reviewVerdict: z.ZodType<ReviewVerdict> = oneOf(['approve', 'changes', 'comment'])

export const origin: z.ZodType<Origin> = record<Origin>({
  source: text,
  author: text,
  at: timeMs,
  url: optional(text),
  number: optional(count),
})
export const pullSource: z.ZodType<PullSource> = record<PullSource>({
  gitUrl: text,
  ref: text,
  commit: text,
  repository: optional(log),
})
const line: z.ZodType<ReviewLine> = record<ReviewLine>({
  path: optional(text),
  line: optional(count),
  position: optional(count),
  hunk: optional(text),
  body: text,
})

type Of<Type extends ActionType> = Extract<Action, { readonly type: Type }>

const action = <Type extends ActionType>(
  type: Type,
  fields: Omit<Shape<Of<Type>>, 'type' | 'origin'>,
): z.ZodType<Of<Type>> => {
  const schema: z.ZodType = z.object({ type: z.literal(type), origin: optional(origin), ...fields })
  return schema as z.ZodType<Of<Type>>
}

const names = list(text, viewListMax)
const labels = { thread: op, add: names, remove: names }
const onThread = { thread: op, reason: optional(text) }
const onComment = { comment: op, reason: optional(text) }

/** One schema for every action of docs/protocol.md, sections 5 and 7, as decoded; an action that is added does not compile until it is here. */
const actions: { readonly [Type in ActionType]: z.ZodType<Of<Type>> } = {
  'repository.create': action('repository.create', {
    name: text,
    description: text,
    gitUrl: text,
    defaultBranch: text,
    forkOf: optional(log),
  }),
  'repository.set': action('repository.set', {
    name: optional(text),
    description: optional(text),
    gitUrl: optional(text),
    defaultBranch: optional(text),
  }),
  join: action('join', {}),
  ack: action('ack', {}),
  'fork.announce': action('fork.announce', { repository: log }),
  'thread.open': action('thread.open', {
    kind: threadKind,
    title: text,
    body: text,
    source: optional(pullSource),
    targetRef: optional(text),
  }),
  'thread.title': action('thread.title', { thread: op, title: text }),
  'thread.close': action('thread.close', onThread),
  'thread.reopen': action('thread.reopen', { thread: op }),
  'thread.lock': action('thread.lock', onThread),
  'thread.unlock': action('thread.unlock', onThread),
  'thread.label': action('thread.label', labels),
  'thread.assign': action('thread.assign', labels),
  'thread.milestone': action('thread.milestone', labels),
  comment: action('comment', { thread: op, body: text, user: optional(user), replyTo: optional(op) }),
  'comment.edit': action('comment.edit', { comment: op, body: text }),
  'comment.redact': action('comment.redact', { comment: op }),
  'comment.hide': action('comment.hide', onComment),
  'comment.unhide': action('comment.unhide', onComment),
  react: action('react', { target: op, emoji: text, remove: optional(flag) }),
  'pull.revise': action('pull.revise', { thread: op, commit: text }),
  'pull.review': action('pull.review', {
    thread: op,
    commit: text,
    verdict: reviewVerdict,
    body: text,
    lines: list(line, viewListMax),
  }),
  'pull.merge': action('pull.merge', { thread: op, mergeCommit: text }),
  mute: action('mute', { target: core, until: optional(timeMs), reason: optional(text) }),
  unmute: action('unmute', { target: core }),
  'role.set': action('role.set', { target: core, role }),
  'git.policy': action('git.policy', {
    role: optional(role),
    target: optional(core),
    capabilities: list(capability, viewListMax),
  }),
  'core.ban': action('core.ban', { core, reason: optional(text) }),
  'core.pardon': action('core.pardon', { core, head: optional(op) }),
  'identity.claim': action('identity.claim', { user, proof: bytes }),
  'identity.pair': action('identity.pair', { core }),
  'identity.unpair': action('identity.unpair', { core }),
  'evidence.equivocation': action('evidence.equivocation', { core, seq: count, proofA: bytes, proofB: bytes }),
  'user.create': action('user.create', { name: text }),
  'profile.set': action('profile.set', {
    name: optional(text),
    bio: optional(text),
    url: optional(text),
    contact: optional(text),
  }),
  'device.authorize': action('device.authorize', { core, name: text, proof: bytes }),
  'device.revoke': action('device.revoke', { core, proof: optional(bytes) }),
  'core.link': action('core.link', { repository: log, core }),
  'core.unlink': action('core.unlink', { repository: log, core }),
}

const undecodable: z.ZodType<{ readonly type: 'undecodable' }> = z.object({ type: z.literal('undecodable') })

/** The action of an op in a job. Each option is an object with its own literal `type`, which is what zod picks it by. */
export const anyAction: z.ZodType<Action | { readonly type: 'undecodable' }> = z.discriminatedUnion('type', [
  undecodable,
  ...Object.values(actions),
] as unknown as readonly [z.ZodObject<{ type: z.ZodLiteral<string> }>]) as unknown as z.ZodType<
  Action | { readonly type: 'undecodable' }
>
