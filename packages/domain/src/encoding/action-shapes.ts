import type { ActionType } from '../action.js'
import type { Field, Fields, ListField, TextField, UintField } from './field.js'
import { limits } from './limits.js'

/** Which part of the envelope carries what: a take-down removes the body, so the body holds every free text and nothing else. */
export interface ActionShape {
  readonly header: Fields
  readonly body: Fields
}

const id = { kind: 'id' } as const
const flag = { kind: 'flag', optional: true } as const
const text = (bytesMax: number): TextField => ({ kind: 'text', form: 'free', bytesMin: 0, bytesMax })
const line = (bytesMin: number, bytesMax: number): TextField => ({ kind: 'text', form: 'line', bytesMin, bytesMax })
const git = (bytesMax: number): TextField => ({ kind: 'text', form: 'git', bytesMin: 0, bytesMax })
const uint = (max: number): UintField => ({ kind: 'uint', max })
const choice = (...of: readonly string[]) => ({ kind: 'choice', of }) as const
const bytes = (bytesMax: number) => ({ kind: 'bytes', bytesMax }) as const
const list = (of: ListField['of'], countMax: number): ListField => ({ kind: 'list', of, countMax })
const optional = <Present extends Exclude<Field, ListField>>(
  field: Present,
): Present & { readonly optional: true } => ({
  ...field,
  optional: true,
})

const name = line(1, limits.nameBytesMax)
const description = text(limits.descriptionBytesMax)
const url = line(0, limits.urlBytesMax)
const gitUrl = git(limits.urlBytesMax)
const ref = git(limits.refBytesMax)
const commit: TextField = { kind: 'text', form: 'commit', bytesMin: 0, bytesMax: limits.commitBytesMax }
const title = line(1, limits.titleBytesMax)
const body = text(limits.bodyBytesMax)
const role = choice('normal', 'collaborator', 'admin')
const time = uint(limits.timeMsMax)
const lineNumber = optional(uint(limits.lineNumberMax))
const identityProof = bytes(limits.identityProofBytesMax)
const equivocationProof = bytes(limits.equivocationProofBytesMax)
const labels = list(line(1, limits.labelBytesMax), limits.labelsMax)

const onThread = { thread: id }
const onComment = { comment: id }
const none = {}
const reason = { reason: optional(text(limits.reasonBytesMax)) }
const addRemove: ActionShape = { header: { thread: id, add: labels, remove: labels }, body: none }
const linked: ActionShape = { header: { core: id, repository: id }, body: none }

const pullSource: Fields = { gitUrl, ref, commit, repository: optional(id) }
const reviewLine: Fields = {
  path: optional(line(0, limits.pathBytesMax)),
  line: lineNumber,
  position: lineNumber,
  hunk: optional(text(limits.hunkBytesMax)),
  body,
}

/** The fields of every action and their bounds (docs/protocol.md, sections 5 and 7). */
export const actionShapes: Readonly<Record<ActionType, ActionShape>> = {
  'repository.create': {
    header: { gitUrl, defaultBranch: ref, forkOf: optional(id) },
    body: { name, description },
  },
  join: { header: none, body: none },
  ack: { header: none, body: none },
  'repository.set': {
    header: { gitUrl: optional(gitUrl), defaultBranch: optional(ref) },
    body: { name: optional(name), description: optional(description) },
  },
  'fork.announce': { header: { repository: id }, body: none },
  'thread.open': {
    header: {
      kind: choice('issue', 'pull'),
      source: { kind: 'record', fields: pullSource, optional: true },
      targetRef: optional(ref),
    },
    body: { title, body },
  },
  comment: { header: { thread: id, user: optional(id), replyTo: optional(id) }, body: { body } },
  'comment.edit': { header: onComment, body: { body } },
  'comment.redact': { header: onComment, body: none },
  'comment.hide': { header: onComment, body: reason },
  'comment.unhide': { header: onComment, body: reason },
  react: { header: { target: id, emoji: line(1, limits.emojiBytesMax), remove: flag }, body: none },
  'thread.title': { header: onThread, body: { title } },
  'thread.close': { header: onThread, body: reason },
  'thread.reopen': { header: onThread, body: none },
  'thread.lock': { header: onThread, body: reason },
  'thread.unlock': { header: onThread, body: reason },
  'thread.label': addRemove,
  'thread.assign': addRemove,
  'thread.milestone': addRemove,
  'pull.revise': { header: { thread: id, commit }, body: none },
  'pull.review': {
    header: { thread: id, commit, verdict: choice('approve', 'changes', 'comment') },
    body: { body, lines: list({ kind: 'record', fields: reviewLine }, limits.linesMax) },
  },
  'pull.merge': { header: { thread: id, mergeCommit: commit }, body: none },
  mute: { header: { target: id, until: optional(time) }, body: reason },
  unmute: { header: { target: id }, body: none },
  'role.set': { header: { target: id, role }, body: none },
  'git.policy': {
    header: {
      role: optional(role),
      target: optional(id),
      capabilities: list(choice('merge', 'createBranch', 'editFile', 'tag', 'release'), limits.capabilitiesMax),
    },
    body: none,
  },
  'core.ban': { header: { core: id }, body: reason },
  'core.pardon': { header: { core: id, head: optional(id) }, body: none },
  'identity.claim': { header: { user: id, proof: identityProof }, body: none },
  'identity.pair': { header: { core: id }, body: none },
  'identity.unpair': { header: { core: id }, body: none },
  'evidence.equivocation': {
    header: { core: id, seq: uint(limits.seqMax), proofA: equivocationProof, proofB: equivocationProof },
    body: none,
  },
  'user.create': { header: none, body: { name } },
  'profile.set': {
    header: none,
    body: {
      name: optional(name),
      bio: optional(description),
      url: optional(url),
      contact: optional(line(0, limits.contactBytesMax)),
    },
  },
  'device.authorize': { header: { core: id, proof: identityProof }, body: { name } },
  'device.revoke': { header: { core: id, proof: optional(identityProof) }, body: none },
  'core.link': linked,
  'core.unlink': linked,
}

/** `origin`, on any action of a repository log: the importer's words of it are free texts as well. */
export const originShape: ActionShape = {
  header: {
    source: line(1, limits.originSourceBytesMax),
    at: time,
    number: optional(uint(limits.originNumberMax)),
  },
  body: { author: line(0, limits.originAuthorBytesMax), url: optional(url) },
}

/** Whether the text is the name of an action of version 1. */
export const isActionType = (type: string): type is ActionType => Object.hasOwn(actionShapes, type)
