import { EventEmitter } from 'node:events'
import { coreOf } from '@hypergit/domain/testing'
import type { LogEvents } from '../log-api.js'
import { BranchCheck, type BranchPeer } from './branch-check.js'
import { KnownForks, type KnownForksParts } from './known-forks.js'
import type { LogScope } from './log-scope.js'

const core = coreOf('somebody')
const proof = (bytes: number) => ({ core, seq: 1, proofA: new Uint8Array(bytes), proofB: new Uint8Array(1) })

test('a proof longer than any is refused before it is kept for a core that may come', () => {
  const parts = { isHere: () => false, events: new EventEmitter<LogEvents>() } as unknown as KnownForksParts
  const forks = new KnownForks(parts, [])
  expect(forks.add(proof(16 * 1024 + 1))).toBe(false)
  expect(forks.add(proof(16 * 1024))).toBe(true)
})

test('an answer of another kind leaves a question open, which then runs out of time', async () => {
  const scope = { home: { limits: { proofTimeMs: 20 } } } as unknown as LogScope
  const peer: Partial<BranchPeer> = { nextRequest: () => 1, requestBranch: () => undefined }
  const check = new BranchCheck(scope, peer as BranchPeer)
  const asked = check.fetch(core, 1, 'a'.repeat(64) as never)
  expect(check.onProofs({ request: 1, signer: { publicKey: new Uint8Array(32) }, proofs: [] })).toBe(false)
  await expect(asked).resolves.toBeUndefined()
})
