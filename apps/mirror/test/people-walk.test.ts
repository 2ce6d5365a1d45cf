import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { requires, spawnProcess } from '@hypergit/testing'
import { checkout } from './compose-file.js'

/** The walk's own waiting times end it much sooner. */
const walkMsMax = 240_000

requires('postgres')('four machines and a mirror', () => {
  test(
    'a person comes from nothing to a confirmed second machine, loses the first, and is not taken for a squatter',
    async () => {
      const walk = await spawnProcess(process.execPath, [join(checkout, 'examples', 'people.mjs')])
      const { code } = await walk.exited
      expect({ code, said: [...walk.stdout, ...walk.stderr].slice(-20) }).toMatchObject({ code: 0 })
      expect(walk.stdout.at(-1)).toBe('steps 1-4 passed')
    },
    walkMsMax,
  )
})
