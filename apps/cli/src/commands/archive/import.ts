import type { Command } from 'commander'
import { resolve } from 'node:path'
import { define, group } from '../../define.js'
import { failureOf } from '../../failures.js'
import { given } from '../../given.js'
import { untilInterrupted } from '../../interrupt.js'
import { progressOf } from '../../render/progress.js'
import { offlineOption } from '../shared-options.js'

interface ImportOptions {
  readonly into?: string
  readonly offline?: boolean
}

export const importCommands = (program: Command): void => {
  const parent = group(program, 'import', "Bring in another place's history")
  define<ImportOptions>(parent, {
    name: 'github-archive',
    description: 'Import an archive.json as IETF repositories publish it; what is here already is left alone',
    takes: ['FILE'],
    inRepository: true,
    examples: ['import github-archive archive.json --into my-project'],
    options: (command) => offlineOption(command).option('--into <REPO>', 'the repository to write to'),
    run: async (run) => {
      const peer = await run.peer()
      const repo = run.options.into ?? (await run.repo())
      const progress = progressOf('import', run.output.json)
      try {
        const file = resolve(run.word(0))
        for await (const event of untilInterrupted(
          peer.importArchive({ repo, file, ...given({ offline: run.options.offline }) }),
          run.interrupt,
        )) {
          if (event.kind === 'failed') throw failureOf(event.failure)
          if (event.kind === 'progress') progress.at(event.done, event.total)
          else {
            progress.stop()
            const { result } = event
            run.output.result(
              result,
              () =>
                `imported ${result.issues} issues, ${result.pulls} pull requests, ${result.comments} comments and ${result.reviews} reviews; ${result.known} were here already`,
            )
          }
        }
      } finally {
        progress.stop()
      }
    },
  })
}
