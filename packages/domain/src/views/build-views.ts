import type { Action } from '../action.js'
import { capabilitiesOf, declaredRights } from '../facts/capabilities.js'
import type { Facts } from '../facts/facts.js'
import { isLockedNow } from '../facts/locks.js'
import { mutesNow } from '../facts/mutes.js'
import type { CoreState } from '../graph/core-state.js'
import type { KnownOp } from '../graph/known-op.js'
import { type CoreKey, coreKey, founderOf, type LogId, type UserId } from '../ids.js'
import { decisionOf } from '../outcome/explanation.js'
import type {
  AuthorView,
  ClaimView,
  CoreView,
  GitRightsView,
  OpView,
  ReactionView,
  RepositoryView,
  ThreadView,
} from '../views.js'
import type { LogRecord } from './log-record.js'
import { isVisible, type Mark, type Standing } from './standing.js'
import { latestOf, stateOf, type ThreadRecord } from './thread-state.js'

const claimedUser = (known: { readonly chain: KnownOp['chain']; readonly seq: number }) =>
  known.chain.claim !== undefined && known.chain.claim.seq <= known.seq ? { user: known.chain.claim.user } : {}

export const authorView = (known: KnownOp, facts: Facts): AuthorView => ({
  core: known.chain.core.key,
  person: facts.people.personOf(known.chain.core.key),
  ...claimedUser(known),
})

const noReactions: readonly ReactionView[] = []

const reactionViews = (standing: Standing | undefined): readonly ReactionView[] =>
  standing?.reactions === undefined ? noReactions : reactedViews(standing.reactions)

const reactedViews = (reactions: NonNullable<Standing['reactions']>): ReactionView[] =>
  Object.entries(reactions)
    .map(([emoji, byCore]) => ({
      emoji,
      cores: Object.entries(byCore)
        .filter(([, { on }]) => on)
        .map(([core]) => coreKey(core))
        .sort(),
    }))
    .filter(({ cores }) => cores.length > 0)
    .sort((a, b) => (a.emoji < b.emoji ? -1 : 1))

/** The action without its texts, for what is redacted. */
const redactedAction = (action: Action): Action => {
  switch (action.type) {
    case 'comment':
    case 'thread.open':
      return { ...action, body: '' }
    case 'pull.review':
      return { ...action, body: '', lines: [] }
    default:
      return action
  }
}

const bodyOf = (action: Action): string | undefined =>
  action.type === 'comment' || action.type === 'thread.open' || action.type === 'pull.review' ? action.body : undefined

const currentView = (body: string, standing: Standing | undefined): NonNullable<OpView['current']> => {
  const redacted = standing?.redacted !== undefined
  return {
    body: redacted ? '' : (standing?.edit?.body ?? body),
    edited: standing?.edit !== undefined,
    redacted,
    ...(standing?.hide?.hidden === true ? { hiddenBy: standing.hide.id } : {}),
    unhidden: standing?.hide?.hidden === false,
    reactions: reactionViews(standing),
  }
}

export const opView = (known: KnownOp, facts: Facts, log: LogId): OpView => {
  const { op, standing } = known
  const action = op?.action
  const body = action === undefined ? undefined : bodyOf(action)
  return {
    id: known.id,
    author: authorView(known, facts),
    seq: known.seq,
    parents: op?.parents ?? [],
    prev: known.prev,
    at: op?.at ?? known.at,
    effective: { at: known.at, n: known.n },
    height: known.height,
    action:
      action === undefined
        ? { type: 'undecodable' }
        : standing?.redacted === undefined
          ? action
          : redactedAction(action),
    decision: decisionOf(known.ruling),
    ...(known.thread === undefined || (known.thread as string) === log ? {} : { thread: known.thread }),
    ...(action?.origin === undefined ? {} : { origin: action.origin }),
    ...(body === undefined ? {} : { current: currentView(body, standing) }),
    visible: isVisible(known),
    version: known.version,
  }
}

const onOnly = (switches: ThreadRecord['labels']): string[] =>
  Object.entries(switches ?? {})
    .filter(([, { on }]) => on)
    .map(([text]) => text)
    .sort()

const verdictViews = (record: ThreadRecord, facts: Facts) => {
  type Verdict = NonNullable<ThreadRecord['verdicts']>[CoreKey]
  const byPerson = new Map<CoreKey, Verdict[]>()
  for (const [core, verdict] of Object.entries(record.verdicts ?? {}) as [CoreKey, Verdict][]) {
    const person = facts.people.personOf(core)
    byPerson.set(person, [...(byPerson.get(person) ?? []), verdict])
  }
  return [...byPerson]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([person, verdicts]) => {
      const latest = latestOf(verdicts)
      return latest === undefined ? [] : [{ person, verdict: latest.verdict, commit: latest.commit }]
    })
}

const pullView = (record: ThreadRecord, open: KnownOp, facts: Facts): Pick<ThreadView, 'pull'> => {
  const action = open.op?.action
  if (action?.type !== 'thread.open' || action.source === undefined) return {}
  return {
    pull: {
      source: action.source,
      targetRef: action.targetRef ?? '',
      commit: record.commit?.commit ?? action.source.commit,
      ...(record.closed?.mergeCommit === undefined ? {} : { mergeCommit: record.closed.mergeCommit }),
      verdicts: verdictViews(record, facts),
    },
  }
}

/** `open` is the thread's `thread.open`. */
export const threadView = (record: ThreadRecord, open: KnownOp, facts: Facts): ThreadView => {
  const action = open.op?.action
  if (action?.type !== 'thread.open') throw new TypeError(`${open.id} opens no thread`)
  const current = currentView(action.body, open.standing)
  return {
    op: open.id,
    number: open.number ?? 0,
    kind: action.kind,
    author: authorView(open, facts),
    at: open.op?.at ?? open.at,
    effective: { at: open.at, n: open.n },
    title: record.title?.title ?? action.title,
    body: current.body,
    edited: current.edited,
    redacted: current.redacted,
    decision: decisionOf(open.ruling),
    state: stateOf(record),
    ...(record.closed?.reason === undefined ? {} : { closeReason: record.closed.reason }),
    locked: isLockedNow(facts, open.id),
    labels: onOnly(record.labels),
    assignees: onOnly(record.assignees),
    milestones: onOnly(record.milestones),
    commentCount: record.commentCount,
    reviewCount: record.reviewCount,
    updated: record.updated,
    ...(action.origin === undefined ? {} : { origin: action.origin }),
    ...pullView(record, open, facts),
    reactions: current.reactions,
    version: record.version,
  }
}

const mutedView = (facts: Facts, core: CoreKey, atMs: number): Pick<CoreView, 'muted' | 'mutedUntil'> => {
  const mutes = mutesNow(facts, core, atMs)
  if (mutes.length === 0) return { muted: false }
  const ends = mutes.map(({ action }) => action.until ?? Number.POSITIVE_INFINITY)
  const end = Math.max(...ends)
  return Number.isFinite(end) ? { muted: true, mutedUntil: end } : { muted: true }
}

/** The facts are those of K; `atMs` is the largest at* known. */
export const coreView = (core: CoreState, facts: Facts, atMs: number): CoreView => {
  const { blacklisted } = core
  const role = facts.role(core.key)
  const user = core.chains[0]?.claim?.user
  return {
    core: core.key,
    person: facts.people.personOf(core.key),
    ...(user === undefined ? {} : { user }),
    role,
    ...mutedView(facts, core.key, atMs),
    capabilities: capabilitiesOf(facts, core.key, role),
    length: core.received,
    ...(blacklisted === undefined ? {} : { blacklisted }),
    version: core.version,
  }
}

export const claimView = (core: CoreKey, user: UserId, facts: Facts): ClaimView => {
  const first = facts.people.firstLinked(user)
  // Once it has claimed, the founding core is first-linked, whoever was before.
  const waits = first !== undefined && core !== facts.sources.founder && !facts.people.coresOf(first).includes(core)
  return { role: facts.role(core), ...(waits ? { waitsFor: first } : {}) }
}

export const gitRightsView = (core: CoreKey, facts: Facts): GitRightsView => {
  const role = facts.role(core)
  const { capabilities, by } = declaredRights(facts, core, role)
  return { person: facts.people.personOf(core), role, capabilities, policies: by.map(({ known }) => known.id) }
}

const textOf = (mark: (Mark & { readonly text: string }) | undefined): string => mark?.text ?? ''

export const repositoryView = (record: LogRecord, log: LogId): RepositoryView => ({
  log,
  founder: founderOf(log),
  name: textOf(record.name),
  description: textOf(record.description),
  gitUrl: textOf(record.gitUrl),
  defaultBranch: textOf(record.defaultBranch),
  ...(record.forkOf === undefined ? {} : { forkOf: record.forkOf }),
  forks: Object.keys(record.forks ?? {}).sort() as LogId[],
  issues: record.issues,
  pulls: record.pulls,
  ops: record.ops,
  at: record.at,
  version: record.version,
})
