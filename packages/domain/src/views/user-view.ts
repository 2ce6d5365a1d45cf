import type { Facts } from '../facts/facts.js'
import { coreKey, founderOf, logId, type CoreKey, type LogId } from '../ids.js'
import type { DeviceView, LinkView, UserView } from '../views.js'
import type { LogRecord } from './log-record.js'
import type { UserRecord } from './user-record.js'

/** Devices and links that a view lists, those that count first; the totals tell of the others. */
export const userDevicesShownMax = 256

const idLength = 64

const linkView = ([key, { linked }]: readonly [string, { readonly linked: boolean }]): LinkView => ({
  repository: logId(key.slice(0, idLength)),
  core: coreKey(key.slice(idLength)),
  linked,
})

const deviceView = (core: CoreKey, facts: Facts): DeviceView | undefined => {
  const authorizations = facts.devices.authorizations(core)
  const newest = authorizations.at(-1)
  if (newest === undefined && core !== facts.sources.founder) return undefined
  const revoked = facts.devices.revocations(core)[0]
  return {
    core,
    name: newest?.action.type === 'device.authorize' ? newest.action.name : '',
    authorized: facts.devices.isAuthorized(core),
    byPhrase: authorizations.some(({ isByPhrase }) => isByPhrase),
    at: newest?.known.at ?? 0,
    ...(revoked === undefined ? {} : { revokedAt: revoked.known.at }),
  }
}

const byStanding = (a: DeviceView, b: DeviceView): number =>
  Number(b.authorized) - Number(a.authorized) || b.at - a.at || (a.core < b.core ? -1 : 1)

/** The user as their log tells of them; the facts are those of K. */
export const userView = (record: LogRecord, user: UserRecord, facts: Facts, log: LogId): UserView => {
  const cores = new Set([founderOf(log), ...facts.sources.devices.devices()])
  const devices = [...cores].flatMap((core) => deviceView(core, facts) ?? []).sort(byStanding)
  const links = [...user.links].sort(([a], [b]) => (a < b ? -1 : 1)).map(linkView)
  return {
    log,
    founder: founderOf(log),
    name: user.texts.name?.text ?? '',
    bio: user.texts.bio?.text ?? '',
    url: user.texts.url?.text ?? '',
    contact: user.texts.contact?.text ?? '',
    devices: devices.slice(0, userDevicesShownMax),
    devicesTotal: devices.length,
    links,
    linksTotal: links.length,
    ops: record.ops,
    at: record.at,
    version: record.version,
  }
}

/** Every core that an authorisation names, whatever became of it, and the founding one; those that have been devices first. */
export const namedDevices = ({ devices, sources }: Facts): readonly CoreKey[] => {
  const named = [...sources.devices.devices()].filter((core) => core !== sources.founder)
  return [
    sources.founder,
    ...named.filter((core) => devices.isKnown(core)),
    ...named.filter((core) => !devices.isKnown(core)),
  ]
}
