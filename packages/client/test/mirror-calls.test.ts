import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { linkOf, toZ32 } from '@hypergit/domain'
import type { Peer } from '../src/api/peer.js'
import { Homes, ok, stateHash } from './homes.js'

describe('Calls to a mirror', () => {
  let homes: Homes
  let peer: Peer
  let server: Server
  let asked: string[]
  let reply: { status: number; body: unknown }
  beforeEach(async () => {
    homes = await Homes.start()
    peer = await homes.open('home')
    asked = []
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(async () => {
    server.close()
    await homes.stop()
  })

  const access = () => ({
    repo: 'demo',
    operatorUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'secret',
  })

  it('have it host a repository, and compare what it says with what is here', async () => {
    const { id } = await ok(peer.createRepository({ name: 'demo', offline: true }))
    reply = { status: 200, body: { stateHash: await stateHash(peer, 'demo'), peers: 2 } }
    expect(await ok(peer.hostOnMirror(access()))).toMatchObject({ id, hosted: true, peers: 2, same: true })
    expect(asked).toEqual([
      'POST /api/operator/repositories Bearer secret',
      `GET /api/repositories/${toZ32(id)} Bearer secret`,
    ])
  })

  it('have it host what this home does not have, by its link, before it has judged anything', async () => {
    const id = 'ab'.repeat(32)
    reply = { status: 200, body: { stateHash: null, peers: 0 } }
    expect(await ok(peer.hostOnMirror({ ...access(), repo: linkOf(id) }))).toEqual({ id, hosted: true, peers: 0 })
    reply = { status: 200, body: { stateHash: 'c0ffee' } }
    expect(await ok(peer.mirrorStatus({ ...access(), repo: toZ32(id) }))).toEqual({
      id,
      hosted: true,
      stateHash: 'c0ffee',
    })
  })

  it('say what it refused, that it does not host, and that it is not there', async () => {
    await ok(peer.createRepository({ name: 'demo', offline: true }))
    reply = { status: 401, body: { error: { code: 'unauthorised', message: 'the token is wrong' } } }
    expect(await peer.hostOnMirror(access())).toMatchObject({
      ok: false,
      failure: { code: 'mirror-refused', status: 401, message: 'the token is wrong' },
    })
    reply = { status: 404, body: { error: { code: 'not-found', message: 'no' } } }
    expect(await ok(peer.mirrorStatus(access()))).toMatchObject({ hosted: false })
    const gone = access()
    server.close()
    server.closeAllConnections()
    expect(await peer.mirrorStatus(gone)).toMatchObject({ ok: false, failure: { code: 'unreachable' } })
    expect(await peer.mirrorStatus({ ...gone, operatorUrl: 'mirror' })).toMatchObject({ failure: { code: 'invalid' } })
  })
})
