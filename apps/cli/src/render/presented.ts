import { isHexId, toZ32 } from '@hypergit/domain'

/** Names of fields that hold ids. Others may look alike: a state hash or a commit is shown as it is. */
const idFields: ReadonlySet<string> = new Set([
  'id',
  'op',
  'core',
  'person',
  'user',
  'thread',
  'comment',
  'target',
  'replyTo',
  'repository',
  'repo',
  'log',
  'prev',
  'head',
  'founder',
  'forkOf',
  'hiddenBy',
  'decidedBy',
  'forks',
  'cores',
  'parents',
  'policies',
  'repositories',
  'replaced',
  'blacklist',
  'claim',
  'by',
  'firstLinked',
  'ops',
  'strikes',
  'paired',
  'unpaired',
])

const presentField = (name: string, value: unknown): unknown => {
  if (typeof value === 'string') return idFields.has(name) && isHexId(value) ? toZ32(value) : value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map((item) => presentField(name, item))
  return value !== null && typeof value === 'object' ? presented(value) : value
}

/** A record as `--json` prints it: ids in z-base-32, bytes in base64. */
export const presented = (record: object): object =>
  Array.isArray(record)
    ? record.map((item) => presentField('', item))
    : Object.fromEntries(Object.entries(record).map(([name, value]) => [name, presentField(name, value)]))
