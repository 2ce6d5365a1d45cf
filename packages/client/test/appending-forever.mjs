// A process that appends until it is killed: HOME REPO THREAD. Prints each op once it is acknowledged.
import { openPeer } from '@hypergit/client'

const [home, repo, thread] = process.argv.slice(2)
const peer = await openPeer({ home })
for (let number = 1; ; number++) {
  const answer = await peer.write({ repo, actions: [{ type: 'comment', thread, body: `${number}` }], offline: true })
  console.log(answer.value.ops[0].op)
}
