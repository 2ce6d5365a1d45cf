import { settingsFrom } from './settings-from.js'

const source = {
  data: '/data',
  mail: { holdBackMs: 5 },
  mirrorName: 'Test mirror',
  internalToken: 'x'.repeat(32),
  host: '127.0.0.1',
  port: 0,
}
const publicUrl = (): string => 'https://mirror.example'

describe('the notifier’s settings', () => {
  test('without a mail server mails become files', () => {
    expect(settingsFrom(source, publicUrl)).toMatchObject({
      route: { kind: 'folder', path: '/data/outbox' },
      mailFrom: 'mirror@localhost',
    })
  })

  test.each(['mirror@mirror.example', 'The mirror <mirror@mirror.example>'])(
    'mails of %s come from its address',
    (from) => {
      const settings = settingsFrom(
        { ...source, mail: { ...source.mail, smtpUrl: 'smtp://mail.example', from } },
        publicUrl,
      )
      expect(settings).toMatchObject({
        route: { kind: 'smtp', url: 'smtp://mail.example' },
        mailFrom: 'mirror@mirror.example',
      })
    },
  )
})
