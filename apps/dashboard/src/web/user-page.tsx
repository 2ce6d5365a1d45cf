import { shortId } from '../ids/shown-id.js'
import type { UserDetail } from '../replies/user.js'
import { corePath, repositoryPath, threadPath, userPath } from './addresses.js'
import { IdentityMark } from './author-name.js'
import { renderPage } from './layout.js'
import { Empty, Time } from './pieces.js'
import { ProfilePart } from './profile.js'
import type { Site } from './site.js'

/** With the beginning of the id, since anybody may take any name. */
const titleOf = ({ kind, name, id }: UserDetail): string =>
  name === undefined ? `${kind === 'user' ? 'User' : 'Core'} ${shortId(id)}` : `${name} ${shortId(id)}`

export const userPage = ({ site, user }: { readonly site: Site; readonly user: UserDetail }): string =>
  renderPage({
    site,
    title: titleOf(user),
    children: (
      <>
        <h1>
          <bdi>{titleOf(user)}</bdi>
        </h1>
        <p>
          <code className="long">{user.id}</code>
        </p>
        {user.kind === 'core' && user.user === undefined ? (
          <p className="muted">This core has claimed no user: it stands for itself.</p>
        ) : null}
        {user.user === undefined ? null : (
          <p>
            Claims the user <a href={userPath(user.user)}>{shortId(user.user)}</a>.
          </p>
        )}
        {user.kind === 'user' ? <ProfilePart profile={user} /> : null}
        <h2>Cores</h2>
        {user.kind === 'user' ? (
          <p className="muted">Cores that claim to be this user’s in the repositories of this mirror.</p>
        ) : null}
        <table>
          <thead>
            <tr>
              <th scope="col">Repository</th>
              <th scope="col">Core</th>
              <th scope="col">Role</th>
              <th scope="col">Identity</th>
            </tr>
          </thead>
          <tbody>
            {user.cores.map((core) => (
              <tr key={`${core.repository.id}${core.core}`}>
                <td>
                  <a href={repositoryPath(core.repository.id)}>
                    <bdi>{core.repository.name}</bdi>
                  </a>
                </td>
                <td>
                  <code>{shortId(core.core)}</code>
                </td>
                <td>
                  {core.role}
                  {core.muted ? ', muted' : ''}
                  {core.blacklisted ? ', ignored' : ''}
                </td>
                <td>
                  <IdentityMark identity={core.identity} href={corePath(core.repository.id, core.core)} />
                  {core.problem === undefined ? null : <span className="badge warn">{core.problem}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <h2>Threads</h2>
        {user.threads.length === 0 ? (
          <Empty>None here.</Empty>
        ) : (
          <ul className="plain">
            {user.threads.map((thread) => (
              <li key={`${thread.repository.id}${thread.op}`}>
                <span className={`dot dot-${thread.state}`} role="img" aria-label={thread.state} />{' '}
                <a href={threadPath(thread.repository.id, thread)}>
                  <bdi>{thread.title}</bdi>
                </a>{' '}
                <span className="muted">
                  <bdi>{thread.repository.name}</bdi> #{thread.number} · <Time at={thread.origin?.at ?? thread.at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  })
