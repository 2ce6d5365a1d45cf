import { WrittenPeople, type WrittenLog, type WrittenUser } from '@hypergit/client/testing'
import { type Action, type CoreKey, founderOf, logId, type LogId } from '@hypergit/domain'
import { until } from '@hypergit/testing'
import { serveCalls } from '../processes/serve-calls.js'

interface Begin {
  readonly home: string
  readonly bootstrap: string
  readonly repositories: readonly string[]
}

interface Crowd {
  /** Of each repository. */
  readonly users: number
  readonly coresOfEach: number
}

interface Claiming {
  readonly core: CoreKey
  /** When the block was appended. */
  readonly atMs: number
}

let people: WrittenPeople | undefined
const repositories: WrittenLog[] = []
let named = 0

const here = (): WrittenPeople => {
  if (people === undefined) throw new Error('nobody is here yet')
  return people
}

/** Joins the repositories on one machine, over one connection to whoever serves them. */
const begin = async ({ home, bootstrap, repositories: ids }: Begin): Promise<void> => {
  people = await WrittenPeople.open(home, bootstrap)
  for (const id of ids.map((text) => logId(text))) {
    const written = await here().repository(id)
    await here().serve(written)
    const isThere = () => (written.log.core(founderOf(id))?.length ?? 0) > 0
    await until(isThere, { what: 'a repository is there', timeoutMs: 60_000 })
    written.follow(founderOf(id))
    repositories.push(written)
  }
}

const link = (repository: LogId, core: CoreKey): Action => ({ type: 'core.link', repository, core })

const joinAndClaim = async (repository: WrittenLog, user: WrittenUser, core: CoreKey): Promise<void> => {
  const parents = [repository.head(founderOf(repository.id))]
  await repository.append(core, [{ type: 'join' }, user.claim(repository.id, core)], { parents })
}

const newUser = (): Promise<WrittenUser> => here().user(`person ${(named += 1)}`)

/** Users whose logs list cores that claim to be theirs, in every repository. */
const crowd = async ({ users, coresOfEach }: Crowd): Promise<void> => {
  for (const repository of repositories) {
    for (let place = 0; place < users; place += 1) {
      const user = await newUser()
      const cores: CoreKey[] = []
      for (let number = 0; number < coresOfEach; number += 1)
        cores.push(await repository.log.ownCore(`${user.user} ${number}`))
      await user.written.append(
        user.founder,
        cores.map((core) => link(repository.id, core)),
      )
      for (const core of cores) await joinAndClaim(repository, user, core)
    }
  }
}

const first = (): WrittenLog => {
  const [repository] = repositories
  if (repository === undefined) throw new Error('there is no repository')
  return repository
}

let known: WrittenUser | undefined

/** A core claims a user whom nobody had claimed to be, and whose log lists it. */
const claimNew = async (): Promise<Claiming> => {
  const repository = first()
  const user = await newUser()
  const core = await repository.log.ownCore(user.user)
  await user.written.append(user.founder, [link(repository.id, core)])
  known ??= user
  const atMs = Date.now()
  await joinAndClaim(repository, user, core)
  return { core, atMs }
}

/** Another core claims a user whose log is followed and lists it. */
const claimKnown = async (): Promise<Claiming> => {
  const repository = first()
  const user = known ?? (await newUser())
  const core = await repository.log.ownCore(`another ${(named += 1)}`)
  await user.written.append(user.founder, [link(repository.id, core)])
  const atMs = Date.now()
  await joinAndClaim(repository, user, core)
  return { core, atMs }
}

const calls = { begin, crowd, claimNew, claimKnown }
export type PeopleProcess = typeof calls

serveCalls(calls)
