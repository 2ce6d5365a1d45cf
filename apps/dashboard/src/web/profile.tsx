import { shortId } from '../ids/shown-id.js'
import type { Profile } from '../replies/user.js'
import { Empty, Prose, Time } from './pieces.js'

const webAddress = /^https?:\/\//i

/** An address or contact that a stranger gave: a link only where a browser may go, and never with a recommendation. */
const Given = ({ text }: { readonly text: string }) =>
  webAddress.test(text) && URL.canParse(text) ? (
    <a href={text} rel="nofollow noopener noreferrer ugc">
      <bdi>{text}</bdi>
    </a>
  ) : (
    <bdi>{text}</bdi>
  )

const Device = ({ device }: { readonly device: Profile['devices'][number] }) => (
  <tr>
    <td>
      <bdi>{device.name === '' ? 'unnamed' : device.name}</bdi>
    </td>
    <td>
      <code title={device.core}>{shortId(device.core)}</code>
    </td>
    <td>
      {device.authorized ? 'authorised' : 'revoked'}
      {device.byPhrase ? ', by the recovery phrase' : ''}
    </td>
    <td>{device.at === 0 ? 'with the user’s log' : <Time at={device.at} />}</td>
    <td>{device.revokedAt === undefined ? '' : <Time at={device.revokedAt} />}</td>
  </tr>
)

const Devices = ({ devices, devicesTotal }: Pick<Profile, 'devices' | 'devicesTotal'>) => (
  <section aria-labelledby="devices">
    <h2 id="devices">Machines</h2>
    {devices.length === 0 ? (
      <Empty>None are known here.</Empty>
    ) : (
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Core</th>
            <th scope="col">State</th>
            <th scope="col">Authorised</th>
            <th scope="col">Revoked</th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <Device key={device.core} device={device} />
          ))}
        </tbody>
      </table>
    )}
    {devicesTotal > devices.length ? (
      <p className="muted">
        {devices.length} of {devicesTotal}: those that count, then the newest.
      </p>
    ) : null}
  </section>
)

/** What a user says of themselves; whose it is shows in who could write it, not in the name. */
export const ProfilePart = ({ profile }: { readonly profile: Profile }) => (
  <>
    {profile.notice === undefined ? null : (
      <p className="notice" role="note">
        {profile.notice}
      </p>
    )}
    {profile.bio === undefined ? null : <Prose text={profile.bio} />}
    <dl className="fact-list narrow">
      {profile.url === undefined ? null : (
        <div>
          <dt>Address</dt>
          <dd>
            <Given text={profile.url} />
          </dd>
        </div>
      )}
      {profile.contact === undefined ? null : (
        <div>
          <dt>Contact</dt>
          <dd>
            <Given text={profile.contact} />
          </dd>
        </div>
      )}
      <div>
        <dt>Lists</dt>
        <dd>{profile.linksTotal} cores of repositories in the user’s own log</dd>
      </div>
    </dl>
    <Devices devices={profile.devices} devicesTotal={profile.devicesTotal} />
  </>
)
