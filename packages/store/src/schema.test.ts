import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collections } from '@hypergit/domain'
import { generate } from '../schema/generate.mjs'
import { records } from '../schema/records.mjs'

const committed = join(import.meta.dirname, '..', 'spec', 'generated')

const ordered = (of: object) =>
  Object.fromEntries(Object.entries(of).map(([name, key]) => [name, Object.entries(key as object)]))

describe('The schema of the store', () => {
  it("has the collections of the domain's port, parts of keys in order", () => {
    expect(ordered(records)).toEqual(ordered(collections))
  })

  it('is what the generator makes of it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hypergit-schema-'))
    try {
      for (const file of ['schema.json', 'db.json']) await copyFile(join(committed, file), join(folder, file))
      generate(folder)
      for (const file of ['schema.json', 'db.json', 'index.js', 'messages.js']) {
        expect(await readFile(join(folder, file), 'utf8')).toBe(await readFile(join(committed, file), 'utf8'))
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
