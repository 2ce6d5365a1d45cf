import assert from 'node:assert/strict'
import { join } from 'node:path'

/**
 * 4: the same history as if it had happened here, by three peers and as many cores as people, with the mirror looking on.
 * `meanwhile` runs beside it and is waited for; it is given how to know the repository once everything is written.
 */
export const replayHistory = async (
  { api, mirror, peer, archive, folder, diary },
  { name = 'replay', meanwhile } = {},
) => {
  const director = peer(name)
  const data = join(folder, `${name}-peers`)
  const words = ['replay', archive, '--data', data, '--peers', '3', '--seed', name, '--mirror', mirror.operatorUrl]
  const [result] = await Promise.all([director.run(...words), meanwhile?.()])
  const { id, peers, blacklist, ops } = result
  const hashes = new Set([...peers, result.mirror, await api.repository(id)].map(({ stateHash }) => stateHash))
  assert.equal(hashes.size, 1, [...hashes].join(', '))
  assert.deepEqual(blacklist, [])
  assert.deepEqual((await api.repository(id)).blacklist, [])
  diary.note(`${ops} ops by ${peers.length} peers: they and the mirror have one state hash, and nobody is blacklisted`)
  return id
}
