import type { Profile as SaidProfile } from '@hypergit/queues'
import type { Pool } from 'pg'
import { shown } from '../ids/shown-id.js'
import type { Profile } from '../replies/user.js'
import { followingText } from './identity-words.js'

const present = <Field extends string>(field: Field, text: string): Partial<Record<Field, string>> =>
  text === '' ? {} : ({ [field]: text } as Record<Field, string>)

/** What a user says of themselves and of their machines; undefined where this mirror never asked for their log. */
export const readProfile = async (pool: Pool, user: string): Promise<Profile | undefined> => {
  const { rows } = await pool.query<{ view: SaidProfile }>('select view from dashboard.profiles where user_id = $1', [
    user,
  ])
  const view = rows[0]?.view
  if (view === undefined) return undefined
  const notice = followingText(view.following)
  return {
    ...present('name', view.name),
    ...present('bio', view.bio),
    ...present('url', view.url),
    ...present('contact', view.contact),
    following: view.following,
    ...(notice === undefined ? {} : { notice }),
    devices: view.devices.map((device) => ({ ...device, core: shown(device.core) })),
    devicesTotal: view.devicesTotal,
    linksTotal: view.linksTotal,
  }
}
