import { type Command, Option } from 'commander'
import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportEvent } from '@hypergit/client'
import { define } from '../../define.js'
import { failureOf } from '../../failures.js'
import { untilInterrupted } from '../../interrupt.js'
import type { Run } from '../../run.js'

interface ExportOptions {
  readonly format: 'archive'
  readonly output?: string
}

const textOf = async function* (
  { interrupt, output }: Run<ExportOptions>,
  events: AsyncIterable<ExportEvent>,
): AsyncGenerator<string> {
  for await (const event of untilInterrupted(events, interrupt)) {
    if (event.kind === 'failed') throw failureOf(event.failure)
    if (event.kind === 'text') yield event.text
    else output.note(`exported ${event.issues} issues and ${event.pulls} pull requests`)
  }
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
      const pieces = Readable.from(textOf(run, peer.exportArchive({ repo })))
      // Standard output stays open: whoever started the command owns it.
      if (file === undefined) await pipeline(pieces, process.stdout, { end: false })
      else await pipeline(pieces, createWriteStream(resolve(file)))
    },
  })
