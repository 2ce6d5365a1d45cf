import type { Waiting } from '@hypergit/client'
import type { OpView, PullReview } from '@hypergit/domain'
import type { Authors } from './authors.js'
import { colors as pc } from './colors.js'
import { dateOf, shortId } from './threads.js'
import { safeBlock, safeLine } from './terminal-text.js'

const wordsOf = (op: OpView): string => {
  const { action } = op
  switch (action.type) {
    case 'comment':
      return 'commented'
    case 'pull.review':
      return `reviewed: ${action.verdict}`
    case 'thread.title':
      return `changed the title to ${JSON.stringify(safeLine(action.title))}`
    case 'thread.label':
    case 'thread.assign':
    case 'thread.milestone': {
      const kind = action.type.slice('thread.'.length)
      const change = [...action.add.map((word) => `+${word}`), ...action.remove.map((word) => `-${word}`)]
      return `${kind}: ${safeLine(change.join(' '))}`
    }
    case 'react':
      return `${action.remove === true ? 'took back' : 'reacted'} ${safeLine(action.emoji, 20)}`
    default:
      return action.type
  }
}

const outcomeNote = (op: OpView, waiting?: Waiting): string => {
  const { outcome, reason } = op.decision
  if (outcome === 'held' && waiting !== undefined) return pc.yellow(` [${safeLine(waiting.text)}]`)
  if (outcome !== 'accepted') return pc.yellow(` [${outcome}${reason === undefined ? '' : `: ${reason}`}]`)
  if (op.current?.redacted === true) return pc.yellow(' [redacted]')
  return op.current?.hiddenBy === undefined ? '' : pc.yellow(' [hidden by a moderator]')
}

const linesOf = ({ lines }: PullReview): string =>
  lines
    .map(({ path, line, position, body }) => {
      const place = [
        path,
        line === undefined ? undefined : `line ${line}`,
        position === undefined ? undefined : `position ${position}`,
      ]
      return `\n${pc.dim(`  ${safeLine(place.filter((part) => part !== undefined).join(', '))}`)}\n${safeBlock(body, '    ')}`
    })
    .join('')

/** One entry of a thread, with its text where a reader may see it. */
export const entryText = (op: OpView, authors: Authors, waiting?: Waiting): string => {
  // What is held is shown to its author alone.
  const isShown = op.visible || op.decision.outcome === 'held'
  const head = `${pc.bold(authors.text(op.author, op.origin))} ${wordsOf(op)} ${pc.dim(`${dateOf(op.origin?.at ?? op.at)} ${shortId(op.id)}`)}${outcomeNote(op, waiting)}`
  const body = isShown && op.current !== undefined && op.current.body !== '' ? `\n${safeBlock(op.current.body)}` : ''
  const lines = isShown && op.action.type === 'pull.review' ? linesOf(op.action) : ''
  return head + body + lines
}

/** One line for `log`. */
export const logLine = (op: OpView, changed: boolean, authors?: Authors): string => {
  const said = op.action.type === 'thread.open' ? op.action.title : (op.current?.body ?? '')
  const text = op.visible && op.current?.redacted !== true && said !== '' ? ` ${safeLine(said, 60)}` : ''
  const mark = changed ? pc.dim('changed ') : ''
  return `${dateOf(op.at)} ${shortId(op.id)} ${authors === undefined ? shortId(op.author.core) : authors.text(op.author)} ${mark}${op.action.type}${outcomeNote(op)}${pc.dim(text)}`
}
