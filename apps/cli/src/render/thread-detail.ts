import type { ThreadDetail } from '@hypergit/client'
import type { OpView } from '@hypergit/domain'
import { colors as pc } from './colors.js'
import { entryText } from './entries.js'
import { authorName, dateOf, shortId, stateWord } from './threads.js'
import { safeBlock, safeLine } from './terminal-text.js'

/** An entry under `--json`: what the mirror's API gives, plus the action. */
const entryJson = (op: OpView): object => ({
  op: op.id,
  author: op.author,
  at: op.at,
  body: op.visible ? (op.current?.body ?? null) : null,
  outcome: op.decision.outcome,
  ...(op.decision.reason === undefined ? {} : { reason: op.decision.reason }),
  ...(op.origin === undefined ? {} : { origin: op.origin }),
  visible: op.visible,
  edited: op.current?.edited ?? false,
  redacted: op.current?.redacted ?? false,
  action: op.action,
})

const ofType = (entries: readonly OpView[], type: string): readonly OpView[] =>
  entries.filter(({ action }) => action.type === type)

/** What `show --json` prints. */
export const threadJson = ({ thread, entries }: ThreadDetail): object => ({
  ...thread,
  comments: ofType(entries, 'comment').map(entryJson),
  reviews: ofType(entries, 'pull.review').map(entryJson),
  events: entries.filter(({ action }) => action.type !== 'comment' && action.type !== 'pull.review').map(entryJson),
})

export const threadText = ({ thread, entries }: ThreadDetail): string => {
  const words = [
    `${pc.bold(safeLine(thread.title, 400))} #${thread.number}`,
    `${stateWord(thread)} · ${thread.kind} by ${authorName(thread.author, thread.origin)} · ${dateOf(thread.origin?.at ?? thread.at)} · ${shortId(thread.op)}`,
    ...(thread.labels.length === 0 ? [] : [`labels: ${thread.labels.map((label) => safeLine(label, 60)).join(', ')}`]),
    ...(thread.assignees.length === 0
      ? []
      : [`assignees: ${thread.assignees.map((name) => safeLine(name, 60)).join(', ')}`]),
    ...(thread.milestones.length === 0
      ? []
      : [`milestone: ${thread.milestones.map((name) => safeLine(name, 60)).join(', ')}`]),
    ...(thread.pull === undefined
      ? []
      : [
          `${safeLine(thread.pull.source.gitUrl)} ${safeLine(thread.pull.source.ref)} → ${safeLine(thread.pull.targetRef)} at ${safeLine(thread.pull.commit)}`,
        ]),
  ]
  const body = thread.body === '' ? [] : [safeBlock(thread.body)]
  return [words.join('\n'), ...body, ...entries.map(entryText)].join('\n\n')
}
