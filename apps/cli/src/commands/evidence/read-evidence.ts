import { createReadStream } from 'node:fs'
import type { EvidenceBundle } from '@hypergit/client'
import { usage } from '../../failures.js'

/** Text of a file of at most so many bytes, whatever kind of file it is. */
const boundedText = async (file: string, bytesMax: number): Promise<string> => {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    // Without an encoding a stream gives buffers.
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength
      if (bytes > bytesMax) break
      chunks.push(chunk)
    }
  } catch (error) {
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (bytes > bytesMax) throw usage(`${file} is larger than ${bytesMax} bytes, which no evidence is`)
  return Buffer.concat(chunks).toString('utf8')
}

/** The bundle in a file; ends the command when the file cannot be read as one. */
export const readEvidence = async (file: string): Promise<EvidenceBundle> => {
  const { evidenceLimits, parseEvidence } = await import('@hypergit/client')
  const parsed = parseEvidence(await boundedText(file, evidenceLimits.fileBytesMax))
  if (!parsed.ok) throw usage(`${file} cannot be read as evidence: ${parsed.problem}`)
  return parsed.bundle
}
