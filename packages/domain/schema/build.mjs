// Writes spec/generated/ from schema/envelope.mjs: `npm run schema -w @hypergit/domain`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { generateEnvelope } from './envelope.mjs'

const file = (name) => new URL(`../spec/generated/${name}`, import.meta.url)

const committed = file('envelope.json')
const { json, code } = generateEnvelope(existsSync(committed) ? JSON.parse(readFileSync(committed, 'utf8')) : null)
writeFileSync(committed, json)
writeFileSync(file('envelope.js'), code)
