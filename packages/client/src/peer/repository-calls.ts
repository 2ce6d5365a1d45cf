import { founderOf, type LogId } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { CloneRepository, CreateRepository, RepositoryHandle, RepositorySummary } from '../api/repositories.js'
import type { InRepository } from '../api/peer.js'
import { appendAsUser } from '../identity/append-as-user.js'
import { tend } from '../identity/tend.js'
import { appendChecked } from '../repository/append-checked.js'
import { warningsOf } from '../reading/repository-status.js'
import type { LiveLog } from '../repository/live-log.js'
import { fetchLog } from './fetch-log.js'
import { findRepository, handleOf, parseLink } from './find-repository.js'
import type { HomeParts } from './home-parts.js'

const cloneWaitMsDefault = 30_000
const nameBytesMax = 256

/** Repositories of a home: made, cloned, listed, named, forgotten. */
export class RepositoryCalls {
  constructor(private readonly home: HomeParts) {}

  async create(input: CreateRepository): Promise<Answer<RepositoryHandle>> {
    const live = await this.home.open.create()
    const created = await live.exclusively(() =>
      appendChecked(
        live,
        founderOf(live.log.id),
        [
          {
            type: 'repository.create',
            name: input.name,
            description: input.description ?? '',
            gitUrl: input.gitUrl ?? '',
            defaultBranch: input.defaultBranch ?? 'main',
            ...(input.forkOf === undefined ? {} : { forkOf: input.forkOf }),
          },
        ],
        this.home.clock(),
      ),
    )
    if (!created.ok) {
      await this.home.open.release(live.log.id)
      return created
    }
    const handle = await this.#named(live, this.home.file.freeName(input.name))
    await this.home.file.setAnonymous(live.log.id, input.anonymous === true)
    await live.exclusively(() => appendAsUser(this.home, live, handle.core, [], this.home.clock()))
    await tend(this.home, live, true)
    if (input.offline !== true) await this.home.network.connect(live.log, this.home.limits.publishWaitMs)
    return answer(handle)
  }

  async clone({
    link,
    name,
    waitMs = cloneWaitMsDefault,
    anonymous,
  }: CloneRepository): Promise<Answer<RepositoryHandle>> {
    const parsed = parseLink(link)
    if (!parsed.ok) return parsed
    const problem = name === undefined ? undefined : nameProblem(name)
    if (problem !== undefined) return fail({ code: 'invalid', message: problem })
    const id = parsed.value
    if (this.home.open.isUser(id)) return fail({ code: 'invalid', message: `${link} is a user, no repository` })
    const live = await this.home.open.get(id)
    const here = await fetchLog(this.home, live, waitMs)
    if (!here) {
      if (this.home.file.nameOf(id) === undefined) await this.home.open.release(id)
      const message = `nobody who has ${link} answered within ${waitMs} ms; somebody has to serve it: hypergit seed`
      return fail({ code: 'unreachable', message })
    }
    const known = this.home.file.nameOf(id)
    const wanted = name ?? known ?? (await live.engine.queries.repository()).name
    const handle = await this.#named(live, this.home.file.freeName(wanted, id))
    if (anonymous !== undefined) await this.home.file.setAnonymous(id, anonymous)
    // Where the user takes part already, this machine says at once that it is theirs as well.
    await tend(this.home, live, false)
    await this.home.followed.follow([live])
    return answer(handle)
  }

  async list(): Promise<readonly RepositorySummary[]> {
    const summaries: RepositorySummary[] = []
    for (const { id } of this.home.file.list()) summaries.push(await this.#summary(id))
    return summaries
  }

  async show({ repo }: InRepository): Promise<Answer<RepositorySummary>> {
    const found = findRepository(this.home.file, repo)
    return found.ok ? answer(await this.#summary(found.value.id)) : found
  }

  async rename({ repo, name }: InRepository & { readonly name: string }): Promise<Answer<RepositoryHandle>> {
    const found = findRepository(this.home.file, repo)
    if (!found.ok) return found
    const problem = nameProblem(name)
    if (problem !== undefined) return fail({ code: 'invalid', message: problem })
    if (this.home.file.freeName(name, found.value.id) !== name) {
      return fail({ code: 'invalid', message: `another repository of this home is called ${JSON.stringify(name)}` })
    }
    return answer(await this.#named(await this.home.open.get(found.value.id), name))
  }

  async remove({ repo }: InRepository): Promise<Answer<RepositoryHandle>> {
    const found = findRepository(this.home.file, repo)
    if (!found.ok) return found
    const { id } = found.value
    const live = await this.home.open.get(id)
    const core = await live.log.ownCore()
    await this.home.network.leave(live.log)
    await this.home.file.remove(id)
    await this.home.open.release(id)
    await this.home.stores.removeLog(id)
    return answer({ ...handleOf(found.value), core })
  }

  async #named(live: LiveLog, name: string): Promise<RepositoryHandle> {
    const { id } = live.log
    if (this.home.file.nameOf(id) !== name) await this.home.file.set(id, name)
    return { ...handleOf({ id, name }), core: await live.log.ownCore() }
  }

  async #summary(id: LogId): Promise<RepositorySummary> {
    const live = await this.home.open.get(id)
    const core = await live.log.ownCore()
    const { queries } = live.engine
    const [view, cores, rights] = await Promise.all([queries.repository(), queries.cores(), queries.gitRights(core)])
    const own = cores.find((one) => one.core === core)
    return {
      ...handleOf({ id, name: this.home.file.nameOf(id) ?? view.name }),
      core,
      ...(view.ops === 0 ? {} : { view }),
      ...rights,
      muted: own?.muted ?? false,
      warnings: warningsOf(cores, core),
    }
  }
}

const nameProblem = (name: string): string | undefined =>
  name.trim() === '' || Buffer.byteLength(name) > nameBytesMax || /\p{Cc}/u.test(name)
    ? `a name of a repository is one line of 1 to ${nameBytesMax} bytes`
    : undefined
