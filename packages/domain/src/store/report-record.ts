import b4a from 'b4a'
import type { BatchReport } from '../report.js'
import { fromJsonBytes } from './json-bytes.js'

const bytesKey = '$base64'

/** A report as JSON text in UTF-8, bytes as `{"$base64": …}`: the value of collection `outbox`. */
export const encodeReport = (report: BatchReport): Uint8Array =>
  b4a.from(
    JSON.stringify(report, (_key, value: unknown) =>
      value instanceof Uint8Array ? { [bytesKey]: b4a.toString(value, 'base64') } : bufferJson(value),
    ),
  )

/** Buffers turn themselves into JSON before a replacer sees them. */
const bufferJson = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'Buffer') return value
  return 'data' in value && Array.isArray(value.data)
    ? { [bytesKey]: b4a.toString(Uint8Array.from(value.data as number[]), 'base64') }
    : value
}

const revive = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  if (bytesKey in value && typeof value[bytesKey] === 'string') return b4a.from(value[bytesKey], 'base64')
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]))
}

/** The report that `encodeReport` stored. */
export const decodeReport = (bytes: Uint8Array): BatchReport => revive(fromJsonBytes(bytes)) as BatchReport
