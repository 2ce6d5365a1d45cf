import { EventEmitter } from 'node:events'
import { coreOf } from '@hypergit/domain/testing'
import type { LogEvents } from '../log-api.js'
import { KnownForks, type KnownForksParts } from './known-forks.js'

const core = coreOf('somebody')
const proof = (bytes: number) => ({ core, seq: 1, proofA: new Uint8Array(bytes), proofB: new Uint8Array(1) })

test('a proof longer than any is refused before it is kept for a core that may come', () => {
  const parts = { isHere: () => false, events: new EventEmitter<LogEvents>() } as unknown as KnownForksParts
  const forks = new KnownForks(parts)
  expect(forks.add(proof(16 * 1024 + 1))).toBe(false)
  expect(forks.add(proof(16 * 1024))).toBe(true)
})
