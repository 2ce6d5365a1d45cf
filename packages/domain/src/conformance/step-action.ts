import b4a from 'b4a'
import type { Action } from '../action.js'
import { actionFromJson } from '../encoding/action-json.js'
import type { Blake2b256 } from '../engine.js'
import { idFromBytes } from '../encoding/id-bytes.js'
import { type CoreKey, coreKey, isHexId, type LogId, type OpId, type UserId } from '../ids.js'
import type { ScenarioStep } from './scenario.js'

/** Makes identities and their proofs; the scenarios that claim need one. */
export interface ScenarioIdentities {
  user(name: string): UserId
  claimProof(name: string, repository: LogId, core: CoreKey, forged: boolean): Uint8Array
  /** The key of the core with that name; `isUser` for the founding core of a user log, which the user's identity key signs. */
  core(name: string, isUser: boolean): CoreKey
  /** Attests, by the identity key of the user log that `founder` founded, that a device is authorised or revoked. */
  deviceProof(founder: string, action: 'device.authorize' | 'device.revoke', device: CoreKey): Uint8Array
  /** Proves that the core wrote two branches, each given by its blocks from seq 0 on, which differ in the last one first. */
  equivocation(name: string, isUser: boolean, branches: Branches): ProofHalves
}

export type Branches = readonly [readonly Uint8Array[], readonly Uint8Array[]]

export interface ProofHalves {
  readonly proofA: Uint8Array
  readonly proofB: Uint8Array
}

/** What a step says of a fork: of which core, where, and the proof. */
export interface StepFork extends ProofHalves {
  readonly core: CoreKey
  readonly seq: number
}

/** What names of a scenario stand for. */
export interface ScenarioNames {
  readonly log: LogId
  readonly blake2b256: Blake2b256
  core(name: string): CoreKey | undefined
  op(step: string): OpId | undefined
  /** The fork that the step is on one side of. */
  fork(step: string): StepFork | undefined
  /** The users that the scenario names; any, if it names none. */
  readonly users: readonly string[]
  /** The name of the founding core. */
  readonly founder: string
  readonly identities: ScenarioIdentities | undefined
}

export type StepAction =
  | { readonly ok: true; readonly action: Action }
  | { readonly ok: false; readonly problem: string }

type Fields = Readonly<Record<string, unknown>>

const commit = '0123456789abcdef0123456789abcdef01234567'

/** Harmless values for what a file leaves out, by action. */
const defaults: Readonly<Record<string, Fields>> = {
  'repository.create': { name: 'scenario', description: '', gitUrl: '', defaultBranch: 'main' },
  'user.create': { name: 'scenario' },
  'thread.open': { kind: 'issue', title: 'a title', body: 'a text' },
  comment: { body: 'a text' },
  'comment.edit': { body: 'another text' },
  react: { emoji: '👍' },
  'thread.title': { title: 'another title' },
  'thread.label': { add: [], remove: [] },
  'thread.assign': { add: [], remove: [] },
  'thread.milestone': { add: [], remove: [] },
  'pull.revise': { commit },
  'pull.review': { commit, verdict: 'comment', body: 'a text', lines: [] },
  'pull.merge': { mergeCommit: commit },
  'git.policy': { capabilities: [] },
  'device.authorize': { name: 'a device', proof: '' },
  'evidence.equivocation': { seq: 0, proofA: '', proofB: '' },
}

const pullDefaults: Fields = {
  source: { gitUrl: 'https://git.example/fork.git', ref: 'topic', commit },
  targetRef: 'main',
}
const originDefaults: Fields = { source: 'elsewhere', author: 'somebody', at: 0 }

const coreFields: readonly string[] = ['core', 'target']
const opFields: readonly string[] = ['thread', 'comment', 'replyTo', 'head', 'target']

const isText = (value: unknown): value is string => typeof value === 'string'

const resolve = (name: string, value: unknown, names: ScenarioNames): unknown => {
  if (!isText(value)) return value
  const op = opFields.includes(name) ? names.op(value) : undefined
  return op ?? (coreFields.includes(name) ? names.core(value) : undefined) ?? value
}

const filled = (fields: Fields, names: ScenarioNames): Fields => {
  const type = String(fields['type'])
  const pull = type === 'thread.open' && fields['kind'] === 'pull' ? pullDefaults : {}
  const origin = typeof fields['origin'] === 'object' ? { origin: { ...originDefaults, ...fields['origin'] } } : {}
  const named = Object.entries(fields).map(([name, value]) => [name, resolve(name, value, names)])
  const repository =
    type === 'fork.announce' && fields['repository'] === undefined
      ? { repository: idFromBytes(names.blake2b256([b4a.from('a fork of the scenario’s repository')])) }
      : {}
  return { ...defaults[type], ...pull, ...repository, ...Object.fromEntries(named), ...origin }
}

/** `user: u1` stands for the identity of that name, in a claim with its proof. */
const withIdentity = (fields: Fields, by: CoreKey, names: ScenarioNames): Fields | string => {
  const { user, forged, ...rest } = fields
  if (!isText(user) || names.identities === undefined)
    return forged === undefined ? fields : 'forged: true needs identities'
  if (names.users.length > 0 && !names.users.includes(user)) return `user is ${user}, which is none of the users`
  const id = names.identities.user(user)
  if (fields['type'] !== 'identity.claim') return { ...rest, user: id }
  const proof = names.identities.claimProof(user, names.log, by, forged === true)
  return { ...rest, user: id, proof: b4a.toString(proof, 'base64') }
}

/** A name that stands for nothing. */
const unresolved = (fields: Fields): string | undefined => {
  const found = Object.entries(fields).find(
    ([name, value]) => (coreFields.includes(name) || opFields.includes(name)) && isText(value) && !isHexId(value),
  )
  return found === undefined
    ? undefined
    : `${found[0]} is ${String(found[1])}, which is neither a core nor an earlier step`
}

/** `of: STEP` stands for the proof that the step's core forked there. */
const withEvidence = (fields: Fields, names: ScenarioNames): Fields | string => {
  const { of, ...rest } = fields
  if (fields['type'] !== 'evidence.equivocation' || of === undefined) return fields
  const fork = isText(of) ? names.fork(of) : undefined
  if (fork === undefined) return `of is ${JSON.stringify(of)}, which is no step at which a core forked`
  const { core, seq, proofA, proofB } = fork
  return { ...rest, core, seq, proofA: b4a.toString(proofA, 'base64'), proofB: b4a.toString(proofB, 'base64') }
}

/** `phrase: true` has what it says of a device signed by the identity key. */
const withPhrase = (fields: Fields, names: ScenarioNames): Fields | string => {
  const { phrase, ...rest } = fields
  const { type, core } = fields
  if (phrase === undefined || (type !== 'device.authorize' && type !== 'device.revoke')) return fields
  if (phrase !== true) return rest
  if (names.identities === undefined) return 'phrase: true needs identities'
  if (!isText(core) || !isHexId(core)) return rest
  const proof = names.identities.deviceProof(names.founder, type, coreKey(core))
  return { ...rest, proof: b4a.toString(proof, 'base64') }
}

/** The action that a step writes. */
export const stepAction = (step: ScenarioStep, by: CoreKey, names: ScenarioNames): StepAction => {
  let fields: Fields | string = filled(step.action ?? {}, names)
  for (const complete of [withEvidence, withPhrase]) if (!isText(fields)) fields = complete(fields, names)
  if (!isText(fields)) fields = withIdentity(fields, by, names)
  if (isText(fields)) return { ok: false, problem: `step ${step.id}: ${fields}` }
  const unknown = unresolved(fields)
  if (unknown !== undefined) return { ok: false, problem: `step ${step.id}: ${unknown}` }
  // A scenario may break any bound on purpose: what is malformed is for the reader to say.
  const parsed = actionFromJson(fields, () => undefined)
  return parsed.ok ? parsed : { ok: false, problem: `step ${step.id}: ${parsed.problem}` }
}
