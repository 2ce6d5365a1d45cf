import { createTransport } from 'nodemailer'
import { Client } from 'pg'
import { startDht } from './dht.js'
import { startPostgres } from './postgres-server.js'
import { requires } from './requires.js'
import { startSmtp } from './smtp-server.js'

requires('postgres')('a PostgreSQL for tests', () => {
  test('every database is empty and its own', async () => {
    const server = await startPostgres()
    try {
      const [one, other] = [new Client(await server.database()), new Client(await server.database())]
      await Promise.all([one.connect(), other.connect()])
      await one.query('create table seen (x int)')
      const { rows } = await other.query(`select to_regclass('seen') as found`)
      await Promise.all([one.end(), other.end()])
      expect(rows).toEqual([{ found: null }])
    } finally {
      await server.stop()
    }
  })
})

describe('an SMTP server for tests', () => {
  test('keeps what it takes and refuses whom it is told to', async () => {
    const server = await startSmtp()
    const transport = createTransport(server.url)
    try {
      server.answer((to) => (to.startsWith('full@') ? { code: 452, message: 'mailbox full' } : 'accept'))
      await transport.sendMail({ from: 'm@mirror.test', to: 'ann@peers.test', subject: 'Hello', text: 'one' })
      await expect(
        transport.sendMail({ from: 'm@mirror.test', to: 'full@peers.test', text: 'two' }),
      ).rejects.toMatchObject({ responseCode: 452 })
      expect(server.mailsTo('ann@peers.test').map(({ parsed }) => parsed.subject)).toEqual(['Hello'])
      expect(server.mails).toHaveLength(1)
    } finally {
      transport.close()
      await server.stop()
    }
  })
})

describe('a DHT for tests', () => {
  test('has an address on loopback', async () => {
    const dht = await startDht()
    expect(dht.address).toMatch(/^127\.0\.0\.1:\d+$/)
    await dht.stop()
  })
})
