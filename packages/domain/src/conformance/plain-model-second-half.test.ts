import { it } from '@jest/globals'
import { expectModelOfRepositories, halves } from '../../test/model-halves.js'

const { from, count } = halves[1]

it(
  `the engine comes to what the protocol's text says, in ${count} random scenarios from seed ${from}`,
  () => expectModelOfRepositories(halves[1]),
  600_000,
)
