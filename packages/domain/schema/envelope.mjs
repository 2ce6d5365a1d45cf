import Hyperschema from 'hyperschema'

/**
 * The wire schema of a block's header and body (docs/protocol.md, sections 3, 5 and 7): one header struct and one body struct an action.
 * Every struct is compact: fixed for version 1 of the envelope, a new field needs a new version. The order of the actions is their number on
 * the wire, from 1, and never changes.
 *
 * An optional text or number is a struct of one field: hyperschema leaves out what is falsy, and an empty description is not an absent one.
 */
const namespace = 'hypergit'
const of = (name) => `@${namespace}/${name}`

const id = (name) => ({ name, type: 'fixed32', required: true })
const text = (name) => ({ name, type: 'string', required: true })
const uint = (name) => ({ name, type: 'uint', required: true })
const bytes = (name) => ({ name, type: 'buffer', required: true })
const texts = (name) => ({ name, type: 'string', array: true, required: true })
const flag = (name) => ({ name, type: 'bool' })
const typed = (name, type) => ({ name, type: of(type), required: true })
const list = (name, type) => ({ name, type: of(type), array: true, required: true })
const optionalId = (name) => ({ name, type: 'fixed32' })
const optionalText = (name) => ({ name, type: of('some-text') })
const optionalUint = (name) => ({ name, type: of('some-uint') })
const optionalBytes = (name) => ({ name, type: of('some-bytes') })
const optional = (name, type) => ({ name, type: of(type) })

const enums = {
  role: ['normal', 'collaborator', 'admin'],
  capability: ['merge', 'createBranch', 'editFile', 'tag', 'release'],
  'thread-kind': ['issue', 'pull'],
  verdict: ['approve', 'changes', 'comment'],
}

const parts = {
  'some-text': [text('value')],
  'some-uint': [uint('value')],
  'some-bytes': [bytes('value')],
  parent: [id('core'), uint('seq'), id('id')],
  'pull-source': [text('gitUrl'), text('ref'), text('commit'), optionalId('repository')],
  'review-line': [
    text('body'),
    optionalText('path'),
    optionalUint('line'),
    optionalUint('position'),
    optionalText('hunk'),
  ],
  'origin-header': [text('source'), uint('at'), optionalUint('number')],
  'origin-body': [text('author'), optionalText('url')],
}

const onThread = [id('thread')]
const onComment = [id('comment')]
const reason = [optionalText('reason')]
const addRemove = [id('thread'), texts('add'), texts('remove')]

/** Action → [fields of its header, fields of its body]. */
const actions = {
  'repository.create': [
    [text('gitUrl'), text('defaultBranch'), optionalId('forkOf')],
    [text('name'), text('description')],
  ],
  join: [[], []],
  ack: [[], []],
  'repository.set': [
    [optionalText('gitUrl'), optionalText('defaultBranch')],
    [optionalText('name'), optionalText('description')],
  ],
  'fork.announce': [[id('repository')], []],
  'thread.open': [
    [typed('kind', 'thread-kind'), optional('source', 'pull-source'), optionalText('targetRef')],
    [text('title'), text('body')],
  ],
  comment: [[id('thread'), optionalId('user'), optionalId('replyTo')], [text('body')]],
  'comment.edit': [onComment, [text('body')]],
  'comment.redact': [onComment, []],
  'comment.hide': [onComment, reason],
  'comment.unhide': [onComment, reason],
  react: [[id('target'), text('emoji'), flag('remove')], []],
  'thread.title': [onThread, [text('title')]],
  'thread.close': [onThread, reason],
  'thread.reopen': [onThread, []],
  'thread.lock': [onThread, reason],
  'thread.unlock': [onThread, reason],
  'thread.label': [addRemove, []],
  'thread.assign': [addRemove, []],
  'thread.milestone': [addRemove, []],
  'pull.revise': [[id('thread'), text('commit')], []],
  'pull.review': [
    [id('thread'), text('commit'), typed('verdict', 'verdict')],
    [text('body'), list('lines', 'review-line')],
  ],
  'pull.merge': [[id('thread'), text('mergeCommit')], []],
  mute: [[id('target'), optionalUint('until')], reason],
  unmute: [[id('target')], []],
  'role.set': [[id('target'), typed('role', 'role')], []],
  'git.policy': [[list('capabilities', 'capability'), optional('role', 'role'), optionalId('target')], []],
  'core.ban': [[id('core')], reason],
  'core.pardon': [[id('core'), optionalId('head')], []],
  'identity.claim': [[id('user'), bytes('proof')], []],
  'identity.pair': [[id('core')], []],
  'identity.unpair': [[id('core')], []],
  'evidence.equivocation': [[id('core'), uint('seq'), bytes('proofA'), bytes('proofB')], []],
  'user.create': [[], [text('name')]],
  'profile.set': [[], [optionalText('name'), optionalText('bio'), optionalText('url'), optionalText('contact')]],
  'device.authorize': [[id('core'), bytes('proof')], [text('name')]],
  'device.revoke': [[id('core'), optionalBytes('proof')], []],
  'core.link': [[id('core'), id('repository')], []],
  'core.unlink': [[id('core'), id('repository')], []],
}

const envelope = [
  id('log'),
  id('prev'),
  list('parents', 'parent'),
  uint('at'),
  typed('action', 'action-type'),
  optional('origin', 'origin-header'),
]

/** `-header` and `-body` structs are named after the action, its dots as hyphens. */
const structName = (action, part) => `${action.replaceAll('.', '-')}-${part}`

/**
 * Registers everything in a fixed order on top of `previous`, the committed schema.json (null for none); hyperschema throws on what would
 * change the meaning of bytes already written.
 * @returns {{ json: string, code: string }} the two generated files
 */
export const generateEnvelope = (previous) => {
  const schema = new Hyperschema(previous)
  const spec = schema.namespace(namespace)
  const struct = (name, fields) => spec.register({ name, compact: true, fields: fields.map((field) => ({ ...field })) })
  const choice = (name, keys) => spec.register({ name, enum: keys, strings: true })

  for (const [name, keys] of Object.entries(enums)) choice(name, keys)
  choice('action-type', Object.keys(actions))
  for (const [name, fields] of Object.entries(parts)) struct(name, fields)
  struct('envelope', envelope)
  for (const [action, [header, body]] of Object.entries(actions)) {
    if (header.length > 0) struct(structName(action, 'header'), header)
    if (body.length > 0) struct(structName(action, 'body'), body)
  }
  const code = schema
    .toCode({ esm: true })
    .replace("from 'hyperschema/runtime'", "from '../bounded-encoding.js'")
    .split('\n')
    .filter((line) => !line.includes('eslint-disable'))
    .join('\n')
  return { json: `${JSON.stringify(schema.toJSON(), null, 2)}\n`, code }
}
