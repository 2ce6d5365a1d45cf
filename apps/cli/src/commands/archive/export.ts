import { type Command, Option } from 'commander'
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { define } from '../../define.js'
import { failureOf } from '../../failures.js'
import { untilInterrupted } from '../../interrupt.js'

interface ExportOptions {
  readonly format: 'archive'
  readonly output?: string
}

export const exportCommand = (program: Command): void =>
  define<ExportOptions>(program, {
    name: 'export',
    description: 'Write a repository as an archive.json that `import github-archive` reads',
    inRepository: true,
    examples: ['export my-project --format archive > archive.json', 'export my-project -o archive.json'],
    options: (command) =>
      command
        .addOption(new Option('--format <FORMAT>', 'the format').choices(['archive']).default('archive'))
        .option('-o, --output <FILE>', 'write to a file instead of stdout'),
    run: async (run) => {
      const peer = await run.peer()
      const repo = await run.repo()
      const { output: file } = run.options
      const target = file === undefined ? process.stdout : createWriteStream(file)
      for await (const event of untilInterrupted(peer.exportArchive({ repo }), run.interrupt)) {
        if (event.kind === 'failed') throw failureOf(event.failure)
        if (event.kind === 'text') {
          if (!target.write(event.text)) await once(target, 'drain')
        } else run.output.note(`exported ${event.issues} issues and ${event.pulls} pull requests`)
      }
      if (target !== process.stdout) {
        target.end()
        await once(target, 'finish')
      }
    },
  })
