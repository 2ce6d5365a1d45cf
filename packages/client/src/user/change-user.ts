import type { Action, ProfileSet } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { RevokedDevices, RevokeDevices, SetProfile, UserWritten } from '../api/users.js'
import type { HomeParts } from '../peer/home-parts.js'
import { countingDevices, findDevices } from './find-device.js'
import type { UserHome } from './user-home.js'
import { writeAsUser } from './write-as-user.js'

const invalid = (message: string) => fail({ code: 'invalid', message })

export const setProfile = async (
  home: HomeParts,
  user: UserHome,
  { offline = false, ...fields }: SetProfile,
): Promise<Answer<UserWritten>> => {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  if (given.length === 0) return invalid('nothing to change is given: a name, a text, a URL or a contact')
  if (fields.name?.trim() === '') return invalid('a user needs a name')
  if (fields.url !== undefined && fields.url !== '' && !isWebAddress(fields.url))
    return invalid(`${JSON.stringify(fields.url.slice(0, 80))} is no URL that begins with http:// or https://`)
  const action: ProfileSet = { type: 'profile.set', ...Object.fromEntries(given) }
  return writeAsUser(home, user, [action], offline)
}

/** Others open it from a page, so it leads to a page and nowhere else. */
const isWebAddress = (url: string): boolean => URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)

/** Takes devices from the user, by the word of this one. */
export const revokeDevices = async (
  home: HomeParts,
  user: UserHome,
  { devices: words, self = false, offline = false }: RevokeDevices,
): Promise<Answer<RevokedDevices>> => {
  const view = await user.view()
  const found = findDevices(view, words)
  if (!found.ok) return found
  const revoked = found.value
  if (revoked.length === 0) return invalid('no device to revoke is named')
  if (revoked.some(({ core }) => core === user.keys.device)) {
    if (!self) return invalid('one of them is this machine, which could not write as the user any more: say so as well')
    const left = countingDevices(view).length - revoked.length
    if (left === 0 && (await home.user.phrase.isKept()))
      return invalid('no device would be left, and no recovery is saved: run `hypergit user recovery` first')
  }
  // The machine itself last, since it may say nothing more then.
  const ordered = [...revoked].sort((a, b) => Number(a.core === user.keys.device) - Number(b.core === user.keys.device))
  const actions = ordered.map(({ core }): Action => ({ type: 'device.revoke', core }))
  const written = await writeAsUser(home, user, actions, offline)
  return written.ok ? answer({ ...written.value, revoked: ordered }) : written
}
