import type { QueueCounts } from '@hypergit/queues'
import type { ReactNode } from 'react'
import { shortId } from '../ids/shown-id.js'
import type { MailPage } from '../notifier/link-page.js'
import type { listBlacklist, listPeers } from '../operator/lists.js'
import type { RepositorySummary } from '../replies/repository.js'
import { FormToken, operatorPage } from './operator-layout.js'
import { Empty, NextLink, Time } from './pieces.js'
import type { Site } from './site.js'

export interface Session {
  readonly site: Site
  readonly formToken: string
}

export const Table = ({ head, children }: { readonly head: readonly string[]; readonly children: ReactNode }) => (
  <table>
    <thead>
      <tr>
        {head.map((title) => (
          <th key={title} scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)

const more = (path: string, next: string | undefined): string | undefined =>
  next === undefined ? undefined : `${path}?after=${encodeURIComponent(next)}`

export const operatorRepositoriesPage = (
  session: Session,
  list: { readonly items: readonly RepositorySummary[]; readonly next?: string | undefined },
  publicUrl: string,
): string =>
  operatorPage({
    ...session,
    title: 'Repositories',
    current: 'repositories',
    children: (
      <>
        <form method="post" action="/operator/repositories" className="inline-form">
          <FormToken token={session.formToken} />
          <label htmlFor="id">Link or id</label>
          <input id="id" type="text" name="id" required maxLength={200} placeholder="hypergit://…" />
          <button type="submit">Host</button>
        </form>
        {list.items.length === 0 ? (
          <Empty>Nothing is hosted.</Empty>
        ) : (
          <Table head={['Name', 'Id', 'State', 'Threads', 'Peers', 'Behind', '']}>
            {list.items.map((repository) => (
              <tr key={repository.id}>
                <td>
                  <a href={`${publicUrl}/r/${repository.id}`}>
                    <bdi>{repository.name === '' ? '(unknown)' : repository.name}</bdi>
                  </a>
                </td>
                <td>
                  <code title={repository.id}>{shortId(repository.id)}</code>
                </td>
                <td>{repository.state}</td>
                <td>
                  {repository.threads.open} open, {repository.threads.closed} closed
                </td>
                <td>{repository.peers}</td>
                <td>{repository.lag ?? '?'}</td>
                <td>
                  <form method="post" action={`/operator/repositories/${repository.id}/stop`}>
                    <FormToken token={session.formToken} />
                    <button className="quiet" type="submit" aria-label={`Stop hosting ${repository.name}`}>
                      Stop
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </Table>
        )}
        <NextLink href={more('/operator/repositories', list.next)} />
      </>
    ),
  })

export const queuesPage = (session: Session, backend: string, queues: readonly QueueCounts[]): string =>
  operatorPage({
    ...session,
    title: 'Queues',
    current: 'queues',
    children: (
      <>
        <p>{backend}</p>
        <Table head={['Queue', 'From', 'To', 'Waiting', 'Active', 'Delayed', 'Failed']}>
          {queues.map((queue) => (
            <tr key={queue.queue}>
              <th scope="row">{queue.queue}</th>
              <td>{queue.from}</td>
              <td>{queue.to}</td>
              <td>{queue.waiting}</td>
              <td>{queue.active}</td>
              <td>{queue.delayed}</td>
              <td>{queue.failed}</td>
            </tr>
          ))}
        </Table>
        <h2>Newest failures</h2>
        {queues.every((queue) => queue.recentFailures.length === 0) ? (
          <Empty>None.</Empty>
        ) : (
          <Table head={['When', 'Queue', 'Attempts', 'Why']}>
            {queues
              .flatMap((queue) => queue.recentFailures)
              .toSorted((a, b) => b.at - a.at)
              .map((failure) => (
                <tr key={`${failure.queue}${failure.jobId}`}>
                  <td>
                    <Time at={failure.at} />
                  </td>
                  <td>{failure.queue}</td>
                  <td>{failure.attempts}</td>
                  <td>
                    <code>{failure.reason}</code>
                  </td>
                </tr>
              ))}
          </Table>
        )}
      </>
    ),
  })

export const peersPage = (session: Session, list: Awaited<ReturnType<typeof listPeers>>): string =>
  operatorPage({
    ...session,
    title: 'Peers',
    current: 'peers',
    children: (
      <>
        {list.items.length === 0 ? (
          <Empty>Nothing is replicated yet.</Empty>
        ) : (
          list.items.map((log) => (
            <section key={log.repository.id}>
              <h2>
                <bdi>{log.repository.name === '' ? shortId(log.repository.id) : log.repository.name}</bdi>
              </h2>
              <p className="muted">
                {log.peers} peers, {log.cores} cores, {log.bytes} bytes, {log.behindBlocks} blocks behind, as of{' '}
                <Time at={log.at} />
              </p>
              {log.admission.refusing ? (
                <p className="notice">Intake is refused: {log.admission.reasons.join(', ')}</p>
              ) : null}
              {log.connections.length === 0 ? null : (
                <Table head={['Peer', 'Proved to hold', 'Since']}>
                  {log.connections.map((peer) => (
                    <tr key={peer.noiseKey}>
                      <td>
                        <code>{shortId(peer.noiseKey)}</code>
                      </td>
                      <td>
                        {peer.proven.map((core) => (
                          <code key={core} className="spaced">
                            {shortId(core)}
                          </code>
                        ))}
                      </td>
                      <td>
                        <Time at={peer.since} />
                      </td>
                    </tr>
                  ))}
                </Table>
              )}
            </section>
          ))
        )}
        <NextLink href={more('/operator/peers', list.next)} />
      </>
    ),
  })

export const blacklistPage = (
  session: Session,
  list: Awaited<ReturnType<typeof listBlacklist>>,
  publicUrl: string,
): string =>
  operatorPage({
    ...session,
    title: 'Blacklist',
    current: 'blacklist',
    children:
      list.items.length === 0 ? (
        <Empty>No core is ignored.</Empty>
      ) : (
        <>
          <Table head={['Repository', 'Core', 'From op', 'Reason', 'Why']}>
            {list.items.map((entry) => (
              <tr key={`${entry.repository.id}${entry.core}`}>
                <td>
                  <a href={`${publicUrl}/r/${entry.repository.id}`}>
                    <bdi>{entry.repository.name}</bdi>
                  </a>
                </td>
                <td>
                  <code title={entry.core}>{shortId(entry.core)}</code>
                </td>
                <td>{entry.from}</td>
                <td>{entry.reason}</td>
                <td>
                  {entry.explanation}{' '}
                  {entry.op === null ? null : (
                    <a href={`${publicUrl}/r/${entry.repository.id}/ops/${entry.op}`}>the op</a>
                  )}
                </td>
              </tr>
            ))}
          </Table>
          <NextLink href={more('/operator/blacklist', list.next)} />
        </>
      ),
  })

export const outboxPage = (session: Session, mail: MailPage | undefined): string =>
  operatorPage({
    ...session,
    title: 'Outbox',
    current: 'outbox',
    children:
      mail === undefined ? (
        <p className="notice">The notifier does not answer.</p>
      ) : mail.items.length === 0 ? (
        <Empty>No mail was planned yet. Without SMTP_URL mails become files in the mirror’s outbox folder.</Empty>
      ) : (
        <>
          <Table head={['To', 'Subject', 'State', 'When', 'Problem']}>
            {mail.items.map((item) => (
              <tr key={item.id}>
                <td>{item.to}</td>
                <td dir="auto">{item.subject}</td>
                <td>{item.state}</td>
                <td>{item.createdAt === undefined ? null : <Time at={item.createdAt} />}</td>
                <td>{item.note}</td>
              </tr>
            ))}
          </Table>
          <NextLink href={more('/operator/outbox', mail.next)} />
        </>
      ),
  })
