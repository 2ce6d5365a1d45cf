import { readFile, stat } from 'node:fs/promises'
import { noOp } from '@hypergit/domain'
import type { ImportEvent, ImportInput, ImportResult } from '../api/archives.js'
import { type Answer, answer, fail } from '../api/failure.js'
import { findRepository } from '../peer/find-repository.js'
import type { HomeParts } from '../peer/home-parts.js'
import { publishedTo } from '../peer/write-call.js'
import { beforeAppend } from '../peer/before-append.js'
import { appendPlanned } from './append-planned.js'
import { type GithubArchive, parseArchive } from './github-archive.js'
import { newItems, readImported, reopenings } from './imported-items.js'
import { planArchive } from './plan-archive.js'
import type { PlannedOp } from './planned-op.js'

const fileBytesMax = 512 * 1024 * 1024

/**
 * Imports an archive: each item as an op of the importing admin's that says whose it was, when and where. What an earlier import of the same source
 * left is not written again.
 */
export async function* importArchive(home: HomeParts, input: ImportInput): AsyncGenerator<ImportEvent> {
  const read = await readArchive(input.file)
  const found = findRepository(home.file, input.repo)
  if (!read.ok || !found.ok) {
    yield { kind: 'failed', failure: read.ok ? (found as Extract<typeof found, { ok: false }>).failure : read.failure }
    return
  }
  const live = await home.open.get(found.value.id)
  const core = await live.log.ownCore()
  const { blocked, connecting } = await beforeAppend(home, live, core, input.offline === true)
  if (blocked !== undefined) {
    yield { kind: 'failed', failure: blocked }
    return
  }
  const source = sourceOf(read.value)
  const planned = planArchive(read.value)
  const imported = await readImported(live.engine.queries, source)
  const wanted = [...newItems(planned, source, imported), ...reopenings(read.value, imported)]
  const target = { live, core, source, threads: new Map(imported.threads), at: home.clock() }
  let done = 0
  yield { kind: 'progress', done, total: wanted.length }
  while (done < wanted.length) {
    const appended = await appendPlanned(target, wanted.slice(done))
    if (!appended.ok) {
      yield { kind: 'failed', failure: appended.failure }
      return
    }
    done += appended.value
    yield { kind: 'progress', done, total: wanted.length }
  }
  await connecting
  const length = live.engine.applied(core)?.length ?? 0
  const published = input.offline === true ? 0 : await publishedTo(home, live, core, length)
  yield { kind: 'done', result: { ...countsOf(wanted), known: Math.max(0, planned.length - wanted.length), published } }
}

/** How an archive is named in the `source` of origins. */
export const sourceOf = ({ repo }: Pick<GithubArchive, 'repo'>): string => `github:${repo}`

/** An archive from a file; the message says what is wrong with it, and where. */
export const readArchive = async (file: string): Promise<Answer<GithubArchive>> => {
  const invalid = (problem: string) => fail({ code: 'invalid', message: `${file} is no github-archive: ${problem}` })
  try {
    const { size } = await stat(file)
    if (size > fileBytesMax) return invalid(`it has ${size} bytes, at most ${fileBytesMax} are read`)
    const parsed = parseArchive(await readFile(file, 'utf8'))
    return parsed.ok ? answer(parsed.archive) : invalid(parsed.problem)
  } catch (error) {
    return fail({
      code: 'invalid',
      message: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    })
  }
}

const countsOf = (appended: readonly PlannedOp[]): Omit<ImportResult, 'known' | 'published'> => {
  const counts = { issues: 0, pulls: 0, comments: 0, reviews: 0, lineComments: 0, ops: appended.length }
  for (const op of appended) {
    const action = op.action(noOp)
    if (action.type === 'thread.open') counts[action.kind === 'pull' ? 'pulls' : 'issues'] += 1
    if (action.type === 'comment' && op.item === 'comment') counts.comments += 1
    if (action.type === 'pull.review') {
      counts.reviews += 1
      counts.lineComments += action.lines.length
    }
  }
  return counts
}
