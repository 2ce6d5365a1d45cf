import { z } from 'zod'
import type { Draft } from './api.js'
import { catalog, type PayloadOf, type QueueName } from './contracts/catalog.js'
import { jobBytesMax, type Contract, type Versioned } from './contracts/contract.js'
import { partitionOf } from './contracts/partition.js'
import { QueueError } from './queue-error.js'
import { partitionQueue } from './queue-names.js'

/** A payload checked and ready for the back end. */
export interface EncodedJob {
  /** The queue it goes to, of its partition. */
  readonly to: string
  readonly partition?: number
  readonly data: unknown
  readonly replaces?: string
  readonly once?: string
}

const contract = <Name extends QueueName>(name: Name): Contract<PayloadOf<Name>> => {
  // The catalog is indexed by name; that its entry's payload is the name's is how PayloadOf is defined.
  const found: unknown = catalog[name]
  return found as Contract<PayloadOf<Name>>
}

const describe = (error: z.ZodError): string => z.prettifyError(error).replaceAll('\n', ' ').slice(0, 500)

/** Throws a QueueError `invalid-job`. */
export const encodeJob = <Name extends QueueName>(name: Name, draft: Draft<PayloadOf<Name>>): EncodedJob => {
  const { queue, schema, partitionedBy, replaces, once } = contract(name)
  const versioned: Versioned = { v: 1 }
  const payload = { ...draft, ...versioned } as unknown as PayloadOf<Name>
  const encoded = z.safeEncode(schema, payload)
  if (!encoded.success)
    throw new QueueError(
      'invalid-job',
      `A job for ${queue} does not fit its contract: ${describe(encoded.error)}`,
      encoded.error,
    )
  const bytes = Buffer.byteLength(JSON.stringify(encoded.data))
  if (bytes > jobBytesMax)
    throw new QueueError('invalid-job', `A job for ${queue} has ${bytes} bytes; at most ${jobBytesMax} are allowed`)
  const replaced = replaces?.(payload)
  const partition = partitionedBy === undefined ? undefined : partitionOf(partitionedBy(payload))
  return {
    to: partition === undefined ? queue : partitionQueue(queue, partition),
    ...(partition === undefined ? {} : { partition }),
    data: encoded.data,
    ...(replaced === undefined ? {} : { replaces: replaced }),
    ...(once === undefined ? {} : { once: once(payload) }),
  }
}

export type DecodedJob<Name extends QueueName> =
  | { readonly ok: true; readonly payload: PayloadOf<Name> }
  | { readonly ok: false; readonly reason: string }

/** Whatever bytes a back end holds: never a throw. */
export const decodeJob = <Name extends QueueName>(name: Name, data: unknown): DecodedJob<Name> => {
  const decoded = z.safeDecode(contract(name).schema, data)
  if (decoded.success) return { ok: true, payload: decoded.data }
  return { ok: false, reason: `the job does not fit its contract: ${describe(decoded.error)}` }
}
