import type { Command } from 'commander'
import { define } from '../../define.js'
import { usage } from '../../failures.js'
import { given } from '../../given.js'
import { offlineOption } from '../shared-options.js'
import { writeOne } from '../thread/thread-command.js'

interface SetOptions {
  readonly offline?: boolean
  readonly name?: string
  readonly description?: string
  readonly gitUrl?: string
  readonly defaultBranch?: string
}

export const setRepo = (parent: Command): void =>
  define<SetOptions>(parent, {
    name: 'set',
    description: 'Change what a repository says of itself',
    inRepository: true,
    examples: ['repo set --description "A better thing"', 'repo set my-project --git-url https://example.org/new.git'],
    options: (command) =>
      offlineOption(command)
        .option('--name <NAME>', 'its name')
        .option('--description <TEXT>', 'what it is')
        .option('--git-url <URL>', 'where its git data is')
        .option('--default-branch <BRANCH>', 'the branch that pull requests go to'),
    run: async (run) => {
      const { name, description, gitUrl, defaultBranch } = run.options
      const change = given({ name, description, gitUrl, defaultBranch })
      if (Object.keys(change).length === 0)
        throw usage('nothing to change: give --name, --description, --git-url or --default-branch')
      await writeOne(run, { type: 'repository.set', ...change }, 'changed')
    },
  })
