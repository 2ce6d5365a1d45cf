// One short-lived process that uses a home as a command does: HOME BOOTSTRAP REPO BODY THREAD. Prints the op it wrote.
import { openPeer } from '@hypergit/client'

const [home, bootstrap, repo, body, thread] = process.argv.slice(2)
const peer = await openPeer({ home, bootstrap })
const answer = await peer.write({ repo, actions: [{ type: 'comment', thread, body }], offline: true })
console.log(JSON.stringify({ mode: peer.mode, answer }))
await peer.close()
