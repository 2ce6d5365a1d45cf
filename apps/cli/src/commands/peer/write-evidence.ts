import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { EvidenceEvent, EvidenceSummary } from '@hypergit/client'
import { CommandFailure, failureOf } from '../../failures.js'

/** Readable by whoever it is shown to. */
const fileMode = 0o644

const stopped = (): CommandFailure =>
  new CommandFailure('interrupted', 'stopped before all of the evidence was written')

/** Writes the text of a bundle to a file once there is a first piece of it, since what comes before is refused without touching the file. */
export const writeEvidence = async (events: AsyncIterable<EvidenceEvent>, file: string): Promise<EvidenceSummary> => {
  const iterator = events[Symbol.asyncIterator]()
  let summary: EvidenceSummary | undefined
  const nextText = async (): Promise<string | undefined> => {
    const next = await iterator.next()
    if (next.done === true) return undefined
    if (next.value.kind === 'failed') throw failureOf(next.value.failure)
    if (next.value.kind === 'text') return next.value.text
    summary = next.value.summary
    return undefined
  }
  const first = await nextText()
  if (first === undefined) throw stopped()
  const texts = async function* () {
    for (let text: string | undefined = first; text !== undefined; text = await nextText()) yield text
  }
  try {
    await pipeline(Readable.from(texts()), createWriteStream(resolve(file), { mode: fileMode }))
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error && 'syscall' in error)) throw error
    throw new CommandFailure('unwritable-file', `${file} cannot be written: ${error.message}`)
  } finally {
    await iterator.return?.()
  }
  if (summary === undefined) throw stopped()
  return summary
}
