import type { ReactNode } from 'react'
import { shortId, shortName } from '../ids/shown-id.js'
import { Label } from './pieces.js'

type Detail = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

const Person = ({ core }: { readonly core: unknown }) => {
  const id = textOf(core)
  return id === undefined ? <span>a core</span> : <a href={`/u/${id}`}>{shortId(id)}</a>
}

const Because = ({ reason }: { readonly reason: unknown }) => {
  const text = textOf(reason)
  return text === undefined ? null : (
    <>
      : <q dir="auto">{text}</q>
    </>
  )
}

const Names = ({ names, as }: { readonly names: readonly string[]; readonly as: 'label' | 'text' }) => (
  <>
    {names.map((name, index) => (
      <span key={name}>
        {index > 0 ? ' ' : ''}
        {as === 'label' ? (
          <Label label={name} />
        ) : (
          <strong>
            <bdi>{shortName(name)}</bdi>
          </strong>
        )}
      </span>
    ))}
  </>
)

const AddRemove = ({
  detail,
  what,
  as,
}: {
  readonly detail: Detail
  readonly what: string
  readonly as: 'label' | 'text'
}) => {
  const [added, removed] = [textsOf(detail['add']), textsOf(detail['remove'])]
  return (
    <>
      {added.length > 0 ? (
        <>
          added {what} <Names names={added} as={as} />
        </>
      ) : null}
      {added.length > 0 && removed.length > 0 ? ' and ' : null}
      {removed.length > 0 ? (
        <>
          removed {what} <Names names={removed} as={as} />
        </>
      ) : null}
      {added.length + removed.length === 0 ? <>changed {what}</> : null}
    </>
  )
}

const commit = (value: unknown): ReactNode => <code>{(textOf(value) ?? 'a commit').slice(0, 10)}</code>

type Describe = (detail: Detail) => ReactNode

const acts: Readonly<Record<string, Describe>> = {
  'repository.create': () => 'created the repository',
  'repository.set': () => 'changed the repository’s details',
  join: () => 'joined',
  ack: () => 'acknowledged what came before',
  'fork.announce': (detail) => (
    <>
      announced <code>{shortName(textOf(detail['repository']) ?? '…')}</code> as a fork
    </>
  ),
  'thread.open': () => 'opened a thread',
  'thread.title': (detail) => (
    <>
      changed the title to <q dir="auto">{textOf(detail['title']) ?? '…'}</q>
    </>
  ),
  'thread.close': (detail) => (
    <>
      closed the thread
      <Because reason={detail['reason']} />
    </>
  ),
  'thread.reopen': () => 'reopened the thread',
  'thread.lock': (detail) => (
    <>
      locked the thread
      <Because reason={detail['reason']} />
    </>
  ),
  'thread.unlock': (detail) => (
    <>
      unlocked the thread
      <Because reason={detail['reason']} />
    </>
  ),
  'thread.label': (detail) => <AddRemove detail={detail} what="labels" as="label" />,
  'thread.assign': (detail) => <AddRemove detail={detail} what="assignees" as="text" />,
  'thread.milestone': (detail) => <AddRemove detail={detail} what="milestones" as="text" />,
  comment: () => 'commented',
  'comment.edit': () => 'edited a text',
  'comment.redact': () => 'took a text back',
  'comment.hide': (detail) => (
    <>
      hid a text
      <Because reason={detail['reason']} />
    </>
  ),
  'comment.unhide': (detail) => (
    <>
      showed a hidden text again
      <Because reason={detail['reason']} />
    </>
  ),
  react: () => 'reacted',
  'pull.revise': (detail) => <>revised the pull to {commit(detail['commit'])}</>,
  'pull.review': () => 'reviewed the pull',
  'pull.merge': (detail) => <>merged the pull as {commit(detail['mergeCommit'])}</>,
  mute: (detail) => (
    <>
      muted <Person core={detail['target']} />
      <Because reason={detail['reason']} />
    </>
  ),
  unmute: (detail) => (
    <>
      unmuted <Person core={detail['target']} />
    </>
  ),
  'role.set': (detail) => (
    <>
      made <Person core={detail['target']} />{' '}
      {textOf(detail['role']) === 'normal'
        ? 'a normal user'
        : `${textOf(detail['role']) === 'admin' ? 'an' : 'a'} ${textOf(detail['role']) ?? 'user'}`}
    </>
  ),
  'git.policy': () => 'changed who may do what in git',
  'core.ban': (detail) => (
    <>
      banned the core <Person core={detail['core']} />
      <Because reason={detail['reason']} />
    </>
  ),
  'core.pardon': (detail) => (
    <>
      pardoned the core <Person core={detail['core']} />
    </>
  ),
  'identity.claim': () => 'claimed a user',
  'identity.pair': (detail) => (
    <>
      paired with <Person core={detail['core']} />
    </>
  ),
  'identity.unpair': (detail) => (
    <>
      unpaired <Person core={detail['core']} />
    </>
  ),
  'evidence.equivocation': (detail) => (
    <>
      showed that <Person core={detail['core']} /> wrote two histories
    </>
  ),
  undecodable: () => 'wrote something that cannot be decoded',
}

/** What an op did, in words; an action that a newer release knows is named as it is. */
export const describeAct = (type: string, detail: Detail): ReactNode =>
  Object.hasOwn(acts, type) ? (
    acts[type]?.(detail)
  ) : (
    <>
      did <code>{type}</code>
    </>
  )
