import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toZ32 } from '@hypergit/domain'
import { spawnProcess, tempDir, until } from '@hypergit/testing'
import { checkout } from './compose-file.js'

const command = join(checkout, 'apps', 'cli', 'bin', 'hypergit.js')

/** What is asked of a mirror from outside for an op. */
export const askForEvidence = (publicUrl: string, repo: string, op: string): Promise<Response> =>
  fetch(`${publicUrl}/api/repositories/${toZ32(repo)}/ops/${toZ32(op)}/evidence`)

/** The file that a mirror hands out for an op, which takes it the time to learn of what decided it. */
export const downloadEvidence = async (publicUrl: string, repo: string, op: string): Promise<string> => {
  const found = async (): Promise<string> => {
    const response = await askForEvidence(publicUrl, repo, op)
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} ${text}`)
    return text
  }
  return until(found, { what: 'the evidence is handed out', timeoutMs: 45_000, everyMs: 500 })
}

export interface Verified {
  /** 0 it holds, 1 it does not, 2 it cannot be read. */
  readonly code: number | null
  /** What `--json` prints. */
  readonly said: object
}

/** `hypergit evidence verify` of a file with this text, as whoever downloaded it runs it: without a home or a network. */
export const verifyEvidence = async (text: string): Promise<Verified> => {
  const folder = await tempDir('hypergit-evidence-')
  try {
    const file = join(folder.path, 'evidence.json')
    await writeFile(file, text)
    const env = { HYPERGIT_HOME: join(folder.path, 'no-home') }
    const verifying = await spawnProcess(process.execPath, [command, 'evidence', 'verify', file, '--json'], { env })
    const { code } = await verifying.exited
    return { code, said: JSON.parse(verifying.stdout.join('\n')) as object }
  } finally {
    await folder.remove()
  }
}
