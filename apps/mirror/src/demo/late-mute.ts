import type { OpId } from '@hypergit/domain'
import { DemoPeer, type DemoWorld } from './demo-peer.js'
import type { People } from './people.js'
import type { Sample } from './sample.js'

const stranger = 'dov'
const minuteMs = 60_000

/**
 * Somebody is muted while their peer is offline, and writes before they hear of it: their comment is hidden, and they stay connected
 * (docs/protocol.md, section 4, step 6).
 */
export const tellLateMute = async (
  world: DemoWorld,
  people: People,
  scene: Sample['lateMute'],
  thread: OpId,
  begunAt: number,
): Promise<void> => {
  const { repo } = people
  const at = begunAt - scene.ago
  const online = await DemoPeer.open(world, stranger)
  const core = await online.clone(repo)
  await people.hear(await online.write(repo, { type: 'comment', thread, body: scene.first }, at))
  await online.close()
  await people.write(scene.muteBy, { type: 'mute', target: core, reason: scene.reason }, at + 10 * minuteMs)
  const late = await DemoPeer.open(world, stranger)
  try {
    const body = scene.late
    const hidden = await late.write(repo, { type: 'comment', thread, body }, at + 20 * minuteMs, true)
    late.serve()
    await people.hear(hidden)
  } finally {
    await late.close()
  }
  const { by, text } = scene.answer
  await people.write(by, { type: 'comment', thread, body: text }, at + 40 * minuteMs)
}
