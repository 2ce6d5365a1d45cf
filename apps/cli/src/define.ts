import { Command } from 'commander'
import { CommandFailure, exitStatus, usage } from './failures.js'
import { listenForInterrupt } from './interrupt.js'
import { Output } from './render/output.js'
import { type CommonOptions, Run } from './run.js'

export interface Definition<Options extends object> {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly description: string
  /** Names of the words that it takes, in order; all are needed unless in brackets. */
  readonly takes?: readonly string[]
  /** Name of further words, any number of them, behind the ones that it takes. */
  readonly rest?: string
  /** Whether it works on a repository: `-R REPO`, or REPO as one more word in front. */
  readonly inRepository?: boolean
  /** Whether it goes on until it is interrupted, which then is its ordinary end. */
  readonly endless?: boolean
  /** Which DHT it uses when none is named, where that is not the public one. */
  readonly bootstrapDefault?: string
  readonly examples: readonly string[]
  readonly options?: (command: Command) => void
  readonly run: (run: Run<Options>) => Promise<void>
}

const isOptional = (word: string): boolean => word.startsWith('[')

/** A failure of any kind, as the command line reports it. */
const reported = async (error: unknown): Promise<CommandFailure> => {
  if (error instanceof CommandFailure) return error
  const { ClientError } = await import('@hypergit/client/open-peer')
  if (error instanceof ClientError) return new CommandFailure(error.code, error.message)
  const message = error instanceof Error ? error.message : String(error)
  return new CommandFailure('failed', message)
}

/** Repository and words of a command line: one word more than the command takes is the repository, in front. */
const split = (
  words: readonly string[],
  takes: readonly string[],
  rest: string | undefined,
  inRepository: boolean,
  named: string | undefined,
): { readonly repository?: string; readonly words: readonly string[] } => {
  const needed = takes.filter((word) => !isOptional(word)).length
  const wanted = `${takes.length === 0 ? 'nothing' : takes.join(' ')}${inRepository ? ', with REPO in front if it is not given by -R' : ''}`
  if (words.length < needed) throw usage(`too few arguments: this command takes ${wanted}`)
  const first = words[0]
  const extra = inRepository && named === undefined && words.length === takes.length + 1 && first !== undefined
  if (extra) return { repository: first, words: words.slice(1) }
  if (rest === undefined && words.length > takes.length) throw usage(`too many arguments: this command takes ${wanted}`)
  return { words }
}

/** Add a command: common options, help with examples, exit status, and closing what it opened. */
export const define = <Options extends object>(parent: Command, definition: Definition<Options>): void => {
  const takes = definition.takes ?? []
  const command = parent.command(definition.name).description(definition.description)
  for (const alias of definition.aliases ?? []) command.alias(alias)
  command.argument('[words...]')
  command.usage(
    [
      '[options]',
      ...(definition.inRepository === true ? ['[REPO]'] : []),
      ...takes,
      ...(definition.rest === undefined ? [] : [`[${definition.rest}...]`]),
    ].join(' '),
  )
  command.helpOption('-h, --help', 'show this help')
  definition.options?.(command)
  if (definition.inRepository === true)
    command.option('-R, --repository <REPO>', 'name in this home, link, or beginning of an id')
  command.option('--json', 'print JSON on stdout')
  const dht = definition.bootstrapDefault ?? 'the public DHT'
  command.option('--bootstrap <HOST:PORT>', `DHT bootstrap (HYPERGIT_BOOTSTRAP); ${dht} unless given`)
  command.addHelpText(
    'after',
    `\nExamples:\n${definition.examples.map((example) => `  $ hypergit ${example}`).join('\n')}`,
  )
  command.action(async (words: string[], options: Options & CommonOptions) => {
    const output = new Output(options.json === true)
    const interrupt = listenForInterrupt()
    let run: Run<Options> | undefined
    try {
      const meant = split(words, takes, definition.rest, definition.inRepository === true, options.repository)
      run = new Run(meant.words, options, output, interrupt, meant.repository)
      const done = definition.run(run)
      await (definition.endless === true ? done : Promise.race([done, interrupt.stopped]))
      if (interrupt.wasStopped() && definition.endless !== true) process.exitCode = exitStatus.interrupted
    } catch (error) {
      const failure = await reported(error)
      output.failure(failure)
      process.exitCode = failure.status
    } finally {
      await run?.close()
    }
  })
}

/** Commands that share a first word. */
export const group = (parent: Command, name: string, description: string, aliases: readonly string[] = []): Command => {
  const command = parent.command(name).description(description).helpOption('-h, --help', 'show this help')
  for (const alias of aliases) command.alias(alias)
  return command
}
