// Writes spec/generated/ from schema/records.mjs: `npm run schema -w @hypergit/store`.
import { fileURLToPath } from 'node:url'
import { generate } from './generate.mjs'

generate(fileURLToPath(new URL('../spec/generated/', import.meta.url)))
