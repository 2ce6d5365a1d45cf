import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logId } from '@hypergit/domain'
import { StoreFolder } from '../src/store-folder.js'

const writer = join(import.meta.dirname, 'full-disk-writer.mjs')

describe('A store on a full disk', () => {
  it('keeps what it had, writes nothing until it is opened again, and then goes on', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'hypergit-store-'))
    const out = execFileSync('bash', ['-c', 'ulimit -f 512; exec "$0" "$@"', process.execPath, writer, dir], {
      encoding: 'utf8',
    })
    const { written, ...said } = JSON.parse(out) as { written: number }
    expect(said).toEqual({ failure: 'STORE_FAILED', afterwards: 'STORE_FAILED', state: 'STORE_FAILED' })
    expect(written).toBeGreaterThan(0)

    const folder = await StoreFolder.open(dir)
    const store = await folder.openLog(logId('1'.repeat(64)))
    const slots = await store.getMany('meta', [[1], [written], [written + 1], [65]])
    expect(slots.map((value) => value?.length)).toEqual([65_536, 65_536, undefined, undefined])
    await store.commit([{ collection: 'meta', key: [66], value: Uint8Array.of(1) }])
    expect(await store.get('meta', [66])).toEqual(Uint8Array.of(1))
    await folder.close()
    await rm(dir, { recursive: true })
  })
})
