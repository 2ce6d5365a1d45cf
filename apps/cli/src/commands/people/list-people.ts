import type { Command } from 'commander'
import { define } from '../../define.js'
import { identityText } from '../../render/authors.js'
import { counted } from '../../render/counted.js'
import { tableOf } from '../../render/table.js'
import { shortId } from '../../render/threads.js'

export const listPeople = (program: Command): void =>
  define(program, {
    name: 'people',
    description: 'List the persons of a repository with their roles',
    inRepository: true,
    examples: ['people', 'people my-project --json'],
    run: async (run) => {
      const peer = await run.peer()
      const people = run.value(await peer.people({ repo: await run.repo() }))
      run.output.list(people, () =>
        tableOf(
          people.map(({ person, self, cores, known }) => {
            const [first] = cores
            const state = [
              first?.muted === true ? 'muted' : '',
              cores.some(({ blacklisted }) => blacklisted !== undefined) ? 'blacklisted' : '',
            ]
            const shown = known.find(({ core }) => core === person) ?? known[0]
            return [
              shortId(person),
              shown === undefined ? '' : identityText(shown),
              first?.role ?? 'normal',
              state.filter((word) => word !== '').join(', '),
              counted(cores.length, 'core'),
              self ? 'you' : '',
            ]
          }),
        ),
      )
    },
  })
