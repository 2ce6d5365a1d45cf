import type { Peer } from '../api/peer.js'

/**
 * The methods of a peer as a process offers them to others. A `read` may be asked again when the answer was lost; whether a lost `write`
 * happened is unknown.
 */
export const calls = {
  createRepository: 'write',
  cloneRepository: 'read',
  repositories: 'read',
  repository: 'read',
  forks: 'read',
  renameRepository: 'write',
  removeRepository: 'write',
  renewCore: 'write',
  write: 'write',
  threads: 'read',
  thread: 'read',
  op: 'read',
  why: 'read',
  people: 'read',
  person: 'read',
  cores: 'read',
  status: 'read',
  identity: 'read',
  pair: 'write',
  unpair: 'write',
  claim: 'write',
  stayAnonymous: 'write',
  disown: 'write',
  remains: 'read',
  startAgain: 'write',
  authors: 'read',
  createUser: 'write',
  user: 'read',
  setProfile: 'write',
  revokeDevices: 'write',
  recoverUser: 'write',
  recoveryPhrase: 'read',
  recoverySaved: 'write',
  decideInvite: 'write',
  hostOnMirror: 'read',
  leaveMirror: 'read',
  mirrorStatus: 'read',
  bindAddress: 'write',
} as const satisfies Partial<Record<keyof Peer, 'read' | 'write'>>

/** `endless` streams go on until their reader stops, so a holder that is done hands them over; it finishes the others first. */
export const streams = {
  log: 'endless',
  seed: 'endless',
  sync: 'finite',
  inviteDevice: 'finite',
  joinUser: 'finite',
  importArchive: 'finite',
  exportArchive: 'finite',
  evidence: 'finite',
} as const satisfies Partial<Record<keyof Peer, 'endless' | 'finite'>>

export type CallName = keyof typeof calls
export type StreamName = keyof typeof streams

export const isCallName = (name: string): name is CallName => Object.hasOwn(calls, name)
export const isStreamName = (name: string): name is StreamName => Object.hasOwn(streams, name)

/** Who answers a peer's calls: this process, or the one that holds the home. */
export interface Backend {
  readonly mode: 'holder' | 'guest'
  call(name: CallName, input: unknown): Promise<unknown>
  stream(name: StreamName, input: unknown): AsyncIterable<unknown>
  close(): Promise<void>
}

/** The holder was about to end and did nothing of what was asked: ask whoever holds the home next. */
export class AskAgain extends Error {
  override readonly name = 'AskAgain'
}
