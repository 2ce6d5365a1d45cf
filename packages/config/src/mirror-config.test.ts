import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ConfigError } from './config-error.js'
import { readMirrorConfig, type MirrorConfig } from './mirror-config.js'
import type { Environment } from './read-settings.js'

const config = (argv: readonly string[] = [], environment: Environment = {}): MirrorConfig => {
  const command = readMirrorConfig(argv, environment)
  if (command.kind !== 'run') throw new Error('help was asked for')
  return command.config
}

const problems = (argv: readonly string[], environment: Environment = {}): readonly string[] => {
  try {
    config(argv, environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('the mirror without flags', () => {
  test('is on loopback, embedded, on the public DHT', () => {
    expect(config()).toEqual({
      data: resolve('data'),
      host: '127.0.0.1',
      port: 8080,
      operatorHost: '127.0.0.1',
      operatorPort: 8081,
      dhtPort: 0,
      demo: false,
      backing: {},
      mail: { holdBackMs: 120_000 },
      trustProxy: false,
      mirrorName: 'hypergit mirror',
      quotas: {},
      userQuotas: {},
      identityQuotas: {},
      logLevel: 'info',
    })
  })

  test('cannot be changed afterwards', () => {
    const given = config() as { backing: { databaseUrl?: string } }
    expect(() => {
      given.backing.databaseUrl = 'postgres://elsewhere'
    }).toThrow(TypeError)
  })
})

describe('what is given', () => {
  test('a flag goes before its variable', () => {
    expect(config(['--port', '9000'], { PORT: '7000' })).toMatchObject({ port: 9000, operatorPort: 9001 })
  })

  test('a port of 0 picks the operator port as well', () => {
    expect(config(['--port', '0'])).toMatchObject({ port: 0, operatorPort: 0 })
  })

  test('an empty variable counts as not given', () => {
    expect(config([], { REDIS_URL: '', PORT: '' }).backing).toEqual({})
  })

  test('the demo runs on a local DHT', () => {
    expect(config(['--demo'])).toMatchObject({ demo: true, bootstrap: 'local' })
    expect(problems(['--demo', '--bootstrap', 'dht.test:4977'])).toEqual([
      expect.stringContaining('--demo runs on a local DHT'),
    ])
  })

  test('quotas have the names of the admission limits', () => {
    expect(config([], { HYPERGIT_QUOTA_BYTES_TOTAL: '8G', HYPERGIT_QUOTA_CONNECTIONS: '32' }).quotas).toEqual({
      bytesTotalMax: 8 * 1024 ** 3,
      connectionsMax: 32,
    })
  })

  test('user logs have quotas of their own', () => {
    const read = config([], { HYPERGIT_QUOTA_USER_LOGS: '7', HYPERGIT_QUOTA_USERS_PER_REPOSITORY: '3' })
    expect([read.userQuotas, read.identityQuotas]).toEqual([{ userLogsMax: 7 }, { usersPerRepositoryMax: 3 }])
  })

  test('queues to drop and double jobs, for tests', () => {
    expect(config([], { HYPERGIT_QUEUE_CHAOS: 'drop:10,double:10' }).backing.chaos).toEqual({
      dropEvery: 10,
      doubleEvery: 10,
    })
  })

  test.each([
    ['1', 1],
    ['loopback, 10.0.0.0/8', 'loopback, 10.0.0.0/8'],
  ])('TRUST_PROXY=%s', (given, expected) => {
    expect(config([], { TRUST_PROXY: given }).trustProxy).toBe(expected)
  })

  test.each([
    ['https://mirror.example/', 'https://mirror.example'],
    ['http://localhost:8080', 'http://localhost:8080'],
  ])('PUBLIC_URL=%s', (given, expected) => {
    expect(config([], { PUBLIC_URL: given }).publicUrl).toBe(expected)
  })
})

describe('what is wrong', () => {
  test.each<[string, Environment, string]>([
    ['PORT', { PORT: '80a' }, 'PORT must be a port from 0 to 65535; 80a was given'],
    ['PORT too high', { PORT: '65536' }, 'PORT must be a port from 0 to 65535; 65536 was given'],
    ['HOST', { HOST: 'a b' }, 'HOST must be an IP address or a host name; a b was given'],
    [
      'HYPERGIT_BOOTSTRAP',
      { HYPERGIT_BOOTSTRAP: 'dht.test' },
      'HYPERGIT_BOOTSTRAP must be local, or HOST:PORT (several separated by commas); dht.test was given',
    ],
    ['HYPERGIT_QUEUES', { HYPERGIT_QUEUES: 'kafka' }, 'HYPERGIT_QUEUES must be redis or postgres; kafka was given'],
    ['TRUST_PROXY', { TRUST_PROXY: 'true' }, expect.stringContaining('TRUST_PROXY must be how many proxies') as string],
    [
      'PUBLIC_URL with a path',
      { PUBLIC_URL: 'https://a.test/x' },
      expect.stringContaining('PUBLIC_URL must be an address') as string,
    ],
    [
      'MAIL_HOLD_MS',
      { MAIL_HOLD_MS: '-1' },
      'MAIL_HOLD_MS must be a whole number from 0 to 86400000 (ms); -1 was given',
    ],
    [
      'quota',
      { HYPERGIT_QUOTA_BYTES_TOTAL: '8 GB' },
      'HYPERGIT_QUOTA_BYTES_TOTAL must be a number of bytes such as 1048576, 64M or 4G; 8 GB was given',
    ],
    [
      'both backends',
      { HYPERGIT_QUEUES: 'postgres', REDIS_URL: 'redis://a' },
      'HYPERGIT_QUEUES is postgres and REDIS_URL is set; unset one of them',
    ],
    ['same ports', { PORT: '80', OPERATOR_PORT: '80' }, 'OPERATOR_PORT must differ from PORT; both are 80'],
  ])('%s', (_what, environment, problem) => {
    expect(problems([], environment)).toEqual([problem])
  })

  test.each([
    [
      ['--prot', '80'],
      ['--prot is not a flag; --help lists them', '80 is not a flag; flags begin with --'],
    ],
    [['start'], ['start is not a flag; flags begin with --']],
    [['--port'], ['--port needs a value']],
    [['--demo=yes'], ['--demo takes no value; yes was given']],
  ])('%j', (argv, expected) => {
    expect(problems(argv)).toEqual(expected)
  })

  test('everything at once', () => {
    expect(problems(['--port', 'x', '--what'], { LOG_LEVEL: 'loud' })).toHaveLength(3)
  })

  test('a wrong secret is not shown', () => {
    const [problem] = problems([], { HYPERGIT_OPERATOR_TOKEN: 'too-short-a-secret' })
    expect(problem).toBe(
      'HYPERGIT_OPERATOR_TOKEN must be 32 to 512 printable characters without spaces; the value given is not shown',
    )
    expect(problems([], { DATABASE_URL: 'mysql://user:hunter2@db' }).join()).not.toContain('hunter2')
  })

  test('a mail server without a sender and an address for links', () => {
    expect(problems([], { SMTP_URL: 'smtp://mail.test:587' })).toEqual([
      'MAIL_FROM is required with SMTP_URL: the address that mails come from',
      'PUBLIC_URL is required with SMTP_URL: links in mails lead there',
    ])
  })
})

describe('DKIM', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hypergit-dkim-'))
  const keyFile = join(folder, 'dkim.pem')
  const pem = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  writeFileSync(keyFile, pem)
  afterAll(() => rmSync(folder, { recursive: true }))

  test('takes domain, selector and key together', () => {
    const given = { DKIM_DOMAIN: 'mirror.test', DKIM_SELECTOR: 's1', DKIM_KEY_FILE: keyFile }
    expect(config([], given).mail.dkim).toEqual({ domain: 'mirror.test', selector: 's1', privateKey: pem })
    expect(problems([], { DKIM_DOMAIN: 'mirror.test' })).toEqual([
      'DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE go together; set all three or none',
    ])
  })

  test('refuses a file that is no key', () => {
    const given = { DKIM_DOMAIN: 'mirror.test', DKIM_SELECTOR: 's1', DKIM_KEY_FILE: '/no/such/file' }
    expect(problems([], given)).toEqual([
      'DKIM_KEY_FILE must be a readable file with a private key in PEM; /no/such/file was given',
    ])
  })
})

test('--help lists every flag and variable with its default, and nothing else is looked at', () => {
  const command = readMirrorConfig(['--help', '--port', 'x'], {})
  expect(command.kind).toBe('help')
  const text = command.kind === 'help' ? command.text : ''
  for (const name of [
    '--data DIR, HYPERGIT_DATA',
    '--operator-port N, OPERATOR_PORT',
    'DKIM_KEY_FILE',
    'HYPERGIT_QUOTA_BYTES_TOTAL',
    '(8080)',
  ]) {
    expect(text).toContain(name)
  }
})
