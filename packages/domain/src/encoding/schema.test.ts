import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { generateEnvelope } from '../../schema/envelope.mjs'

const committed = (name: string): string =>
  readFileSync(new URL(`../../spec/generated/${name}`, import.meta.url), 'utf8')

test('the generated codecs are those of the schema: npm run schema -w @hypergit/domain', () => {
  const json = committed('envelope.json')
  expect(generateEnvelope(JSON.parse(json))).toEqual({ json, code: committed('envelope.js') })
  expect(generateEnvelope(null)).toEqual({ json, code: committed('envelope.js') })
})
