// A client that pairs with whom it knows to be somebody else: node hostile-pair.mjs HOME BOOTSTRAP REPOSITORY CORE.
// It prints the op, and stays connected until it is stopped.
import { parseId, toZ32 } from '@hypergit/domain'
import { openHostilePeer } from '@hypergit/client/testing'

const [home, bootstrap, ...ids] = process.argv.slice(2)
const [repo, core] = ids.map((id) => parseId(id).id)

const peer = await openHostilePeer({ home, bootstrap })
console.log(toZ32(await peer.append({ repo, citing: 'all', action: { type: 'identity.pair', core } })))

const stay = setInterval(() => undefined, 1_000)
process.once('SIGTERM', () => {
  clearInterval(stay)
  void peer.close()
})
