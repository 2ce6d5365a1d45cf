// A client that writes what an honest one refuses: node hostile-writer.mjs HOME BOOTSTRAP REPOSITORY THREAD.
// It comments once knowing of its mute, prints the op, comments again, prints that, and stays connected until it is stopped.
import { parseId, toZ32 } from '@hypergit/domain'
import { openHostilePeer } from '@hypergit/client/testing'

const [home, bootstrap, ...ids] = process.argv.slice(2)
const [repo, thread] = ids.map((id) => parseId(id).id)

const peer = await openHostilePeer({ home, bootstrap })
const comment = async (citing, body) => {
  console.log(toZ32(await peer.append({ repo, citing, action: { type: 'comment', thread, body } })))
}
await comment('all', 'Muted or not, I go on.')
await comment('nothing', 'And on.')

const stay = setInterval(() => undefined, 1_000)
process.once('SIGTERM', () => {
  clearInterval(stay)
  void peer.close()
})
