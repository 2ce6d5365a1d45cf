import type { ThreadDetail } from '@hypergit/client'
import type { OpView } from '@hypergit/domain'
import type { Authors } from './authors.js'
import { colors as pc } from './colors.js'
import { entryText } from './entries.js'
import { dateOf, shortId, stateWord } from './threads.js'
import { safeBlock, safeLine } from './terminal-text.js'

/** An entry under `--json`: what the mirror's API gives, plus the action. */
const entryJson = (op: OpView, { waiting }: ThreadDetail, authors: Authors): object => ({
  op: op.id,
  author: authors.json(op.author),
  at: op.at,
  body: op.visible || op.decision.outcome === 'held' ? (op.current?.body ?? null) : null,
  outcome: op.decision.outcome,
  ...(op.decision.reason === undefined ? {} : { reason: op.decision.reason }),
  ...(op.origin === undefined ? {} : { origin: op.origin }),
  visible: op.visible,
  ...(op.decision.outcome === 'held' ? { waiting: waiting?.[op.author.core]?.text } : {}),
  edited: op.current?.edited ?? false,
  redacted: op.current?.redacted ?? false,
  action: op.action,
})

const ofType = (entries: readonly OpView[], type: string): readonly OpView[] =>
  entries.filter(({ action }) => action.type === type)

/** What `show --json` prints. */
export const threadJson = (detail: ThreadDetail, authors: Authors): object => {
  const { thread, entries, waiting } = detail
  const own = waiting?.[thread.author.core]
  const json = (op: OpView): object => entryJson(op, detail, authors)
  return {
    ...thread,
    author: authors.json(thread.author),
    ...(thread.decision.outcome === 'held' && own !== undefined ? { waiting: own.text } : {}),
    comments: ofType(entries, 'comment').map(json),
    reviews: ofType(entries, 'pull.review').map(json),
    events: entries.filter(({ action }) => action.type !== 'comment' && action.type !== 'pull.review').map(json),
  }
}

export const threadText = ({ thread, entries, waiting = {} }: ThreadDetail, authors: Authors): string => {
  const own = thread.decision.outcome === 'held' ? waiting[thread.author.core] : undefined
  const words = [
    `${pc.bold(safeLine(thread.title, 400))} #${thread.number}`,
    `${stateWord(thread)} · ${thread.kind} by ${authors.text(thread.author, thread.origin)} · ${dateOf(thread.origin?.at ?? thread.at)} · ${shortId(thread.op)}`,
    ...(own === undefined ? [] : [pc.yellow(safeLine(own.text))]),
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
  return [words.join('\n'), ...body, ...entries.map((op) => entryText(op, authors, waiting[op.author.core]))].join(
    '\n\n',
  )
}
