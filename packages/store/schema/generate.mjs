import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import HyperDB from 'hyperdb/builder'
import Hyperschema from 'hyperschema'
import { records } from './records.mjs'

/** What one store folder holds beside the logs: which number stands for a log in the keys. */
const folderRecords = { log: { id: 'id' } }

const fieldTypes = { id: 'fixed32', uint: 'uint' }

/** Field names of keys never collide with it. */
const valueField = { name: 'value', type: 'buffer', required: true }

/**
 * Writes schema.json, db.json, messages.js and index.js into `folder`, on top of the schema.json and db.json that are there; hyperschema throws
 * on what would change the meaning of bytes already written.
 */
export const generate = (folder) => {
  const schema = Hyperschema.from(folder)
  const structs = schema.namespace('store')
  const all = Object.entries({ ...records, ...folderRecords })
  for (const [name, key] of all) {
    const fields = Object.entries(key).map(([part, kind]) => ({ name: part, type: fieldTypes[kind], required: true }))
    structs.register({ name, compact: true, fields: [...fields, { ...valueField }] })
  }
  Hyperschema.toDisk(schema, folder, { esm: true })

  const db = HyperDB.from(folder, folder)
  const collections = db.namespace('store')
  for (const [name, key] of all) {
    collections.collections.register({ name, schema: `@store/${name}`, key: Object.keys(key) })
  }
  HyperDB.toDisk(db, folder, { esm: true })
  for (const file of ['index.js', 'messages.js']) tidy(join(folder, file))
}

const tidy = (file) => {
  const lines = readFileSync(file, 'utf8').replace("from 'hyperschema/runtime'", "from 'hyperdb/runtime'").split('\n')
  writeFileSync(file, lines.filter((line) => !line.includes('eslint-disable')).join('\n'))
}
