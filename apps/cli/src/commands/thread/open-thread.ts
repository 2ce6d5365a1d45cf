import type { Command } from 'commander'
import type { RepositoryAction } from '@hypergit/domain'
import { toZ32 } from '@hypergit/domain'
import { collect } from '../../collect.js'
import { CommandFailure, failureOf } from '../../failures.js'
import { given } from '../../given.js'
import type { Run } from '../../run.js'
import { bodyOptions, offlineOption } from '../shared-options.js'
import { assigneeOf } from './mark-commands.js'
import { publishedText, waitingJson, waitingNote, writeFirst } from './thread-command.js'

export interface OpenOptions {
  readonly title: string
  readonly offline?: boolean
  readonly label?: readonly string[]
  readonly assignee?: readonly string[]
}

export const openOptions = (command: Command): Command =>
  offlineOption(bodyOptions(command))
    .requiredOption('-t, --title <TEXT>', 'the title')
    .option('-l, --label <LABEL>', 'label it; repeat it or separate by commas', collect)
    .option('-a, --assignee <WHO>', 'assign it; repeat it or separate by commas', collect)

/** Open a thread, then label and assign it: an op of its own, which may be refused while the thread stays. */
export const openThread = async <Options extends OpenOptions>(
  run: Run<Options>,
  action: RepositoryAction,
): Promise<void> => {
  const { label = [], assignee = [], offline } = run.options
  const assignees = await Promise.all(assignee.map((who) => assigneeOf(run, who)))
  const { first, published, waiting } = await writeFirst(run, action)
  const marks: RepositoryAction[] = []
  if (label.length > 0) marks.push({ type: 'thread.label', thread: first.op, add: label, remove: [] })
  if (assignees.length > 0) marks.push({ type: 'thread.assign', thread: first.op, add: assignees, remove: [] })
  let reached = published
  if (marks.length > 0) {
    const peer = await run.peer()
    const marked = await peer.write({ repo: await run.repo(), actions: marks, ...given({ offline }) })
    if (!marked.ok) {
      const { code, message, status, details } = failureOf(marked.failure)
      const opened = `#${first.number} is open (${toZ32(first.op)}), but not labelled and assigned: ${message}`
      throw new CommandFailure(code, opened, status, { ...details, ...first })
    }
    reached = marked.value.published
  }
  run.output.result(
    { ...first, published: reached, ...waitingJson(waiting) },
    () => `opened #${first.number} (${toZ32(first.op)}), ${publishedText(reached)}${waitingNote(waiting)}`,
  )
}
