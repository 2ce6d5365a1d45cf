import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tempDir, type TempDir } from '@hypergit/testing'
import { folderTransport } from './folder-transport.js'

const yes = (): Promise<boolean> => Promise.resolve(true)

const mail = (text: string) => ({
  name: 'op.recipient',
  envelope: { from: 'mirror@mirror.example', to: ['ada@example.org'] as const },
  bytes: Buffer.from(text),
})

describe('an outbox of files', () => {
  let folder: TempDir
  beforeEach(async () => {
    folder = await tempDir()
  })
  afterEach(() => folder.remove())

  test('a mail is one file that only its owner reads; the same mail again is the same file', async () => {
    const path = join(folder.path, 'outbox')
    const transport = await folderTransport(path)
    expect(await transport.send(mail('first'), yes)).toEqual({ outcome: 'sent' })
    expect(await transport.send(mail('again'), yes)).toEqual({ outcome: 'sent' })
    expect(await readdir(path)).toEqual(['op.recipient.eml'])
    expect(await readFile(join(path, 'op.recipient.eml'), 'utf8')).toBe('again')
    expect((await stat(join(path, 'op.recipient.eml'))).mode & 0o777).toBe(0o600)
    expect((await stat(path)).mode & 0o777).toBe(0o700)
  })

  test('what is no longer to be sent leaves no file', async () => {
    const transport = await folderTransport(folder.path)
    expect(await transport.send(mail('no'), () => Promise.resolve(false))).toEqual({ outcome: 'not-handed' })
    expect(await readdir(folder.path)).toEqual([])
  })

  test('a folder that cannot be written is tried again later', async () => {
    const path = join(folder.path, 'outbox')
    const transport = await folderTransport(path)
    await rm(path, { recursive: true })
    await writeFile(path, '')
    expect(await transport.send(mail('x'), yes)).toMatchObject({ outcome: 'retry' })
  })
})
