import { join } from 'node:path'
import { dataFolder, requires, tempDir, type TempDir } from '@hypergit/testing'
import { replayArchive } from '../src/replay/replay-archive.js'
import type { ReplayEvent, ReplayOptions } from '../src/replay/replay-options.js'

const data = dataFolder(join(import.meta.dirname, '..', '..', '..'))

const last = async (options: ReplayOptions): Promise<ReplayEvent | undefined> => {
  let event: ReplayEvent | undefined
  for await (const one of replayArchive(options)) event = one
  return event
}

requires('data')('A replay', () => {
  let dir: TempDir
  beforeEach(async () => {
    dir = await tempDir()
  })
  afterEach(() => dir.remove())

  it('brings three peers that write a real history together to one state, nobody blacklisted', async () => {
    const file = join(data ?? '', 'capport-archive.json')
    const event = await last({ file, data: join(dir.path, 'replay'), seed: 'one' })
    expect(event).toMatchObject({ kind: 'done', result: { blacklist: [] } })
    if (event?.kind !== 'done') return
    expect(new Set(event.result.peers.map(({ stateHash }) => stateHash)).size).toBe(1)
    expect(event.result.peers).toHaveLength(3)
  }, 60_000)

  it('refuses a folder that is not empty', async () => {
    const file = join(data ?? '', 'capport-archive.json')
    expect(await last({ file, data: data ?? '' })).toMatchObject({ kind: 'failed', failure: { code: 'invalid' } })
  })
})
