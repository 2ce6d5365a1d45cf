import { type CoreKey, type CoreView, idBeginsWith, parseId, toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { KnownCore } from '../api/identities.js'
import type { PersonView } from '../api/reading.js'

/** Everyone in a repository, by their first-linked core. */
export const peopleOf = (
  cores: readonly CoreView[],
  ownCore: CoreKey,
  authors: readonly KnownCore[],
): readonly PersonView[] => {
  const knownByCore = new Map(authors.map((author) => [author.core, author]))
  const byPerson = new Map<CoreKey, CoreView[]>()
  for (const core of cores) byPerson.set(core.person, [...(byPerson.get(core.person) ?? []), core])
  return [...byPerson].map(([person, theirs]) => {
    const user = theirs.find((core) => core.user !== undefined)?.user
    const known = theirs.map(({ core }) => knownByCore.get(core) ?? ({ core, identity: 'anonymous' } as const))
    // A name that the user's log does not give to the core is anybody's.
    const name = known.find(({ identity }) => identity === 'confirmed')?.name
    return {
      person,
      ...(user === undefined ? {} : { user }),
      ...(name === undefined ? {} : { name }),
      cores: theirs,
      known,
      self: theirs.some(({ core }) => core === ownCore),
    }
  })
}

const beginningLengthMin = 4

/** The person that a word means: `me`, a core, a user, a name, or an unambiguous beginning of one of these. */
export const findPerson = (people: readonly PersonView[], who: string): Answer<PersonView> => {
  const word = who.trim()
  const matching = people.filter((person) => isMeant(person, word))
  const [only] = matching
  if (matching.length === 1 && only !== undefined) return answer(only)
  if (only === undefined) {
    const message = `nobody in this repository is, or begins with, ${JSON.stringify(who.slice(0, 80))}; give a core, a user, a name or "me"`
    return fail({ code: 'unknown', message, subject: 'person' })
  }
  return fail({
    code: 'ambiguous',
    message: `several people in this repository begin with ${JSON.stringify(who.slice(0, 80))}`,
    subject: 'person',
    candidates: matching.map(({ person, name, cores }) => ({
      ref: toZ32(person),
      label: name ?? cores[0]?.role ?? '',
    })),
  })
}

/** The person that a filter's word means; undefined where it is none, and may be the login of an imported author. */
export const personOrLogin = (
  people: readonly PersonView[],
  word: string | undefined,
): Answer<PersonView | undefined> => {
  const found = word === undefined ? answer(undefined) : findPerson(people, word)
  return found.ok || found.failure.code === 'ambiguous' ? found : answer(undefined)
}

const isMeant = ({ self, name, user, cores }: PersonView, word: string): boolean => {
  if (word === 'me') return self
  if (name?.toLowerCase() === word.toLowerCase()) return true
  const ids = [...cores.map(({ core }) => core as string), ...(user === undefined ? [] : [user as string])]
  const whole = parseId(word)
  if (whole.ok) return ids.includes(whole.id)
  if (word.length < beginningLengthMin) return false
  return ids.some((id) => idBeginsWith(id, word)) || (name?.toLowerCase().startsWith(word.toLowerCase()) ?? false)
}
