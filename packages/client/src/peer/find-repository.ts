import { idBeginsWith, linkOf, type LogId, logId, parseId, toZ32 } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'
import type { HomeFile, NamedRepository } from '../home/home-file.js'

/** The repository that a word means: a name in this home, a link, an id, or an unambiguous beginning of an id. */
export const findRepository = (file: HomeFile, word: string): Answer<NamedRepository> => {
  const all = file.list()
  const named = all.find(({ name }) => name === word)
  if (named !== undefined) return answer(named)
  const parsed = parseId(word)
  if (parsed.ok) {
    const whole = all.find(({ id }) => (id as string) === parsed.id)
    return whole === undefined ? fail(unknown(word, 'clone it first')) : answer(whole)
  }
  const beginning = all.filter(({ id }) => idBeginsWith(id, word))
  const [only, ...others] = beginning
  if (only === undefined) return fail(unknown(word, all.length === 0 ? 'there is none yet' : 'see hypergit repo list'))
  if (others.length === 0) return answer(only)
  return fail({
    code: 'ambiguous',
    message: `several repositories of this home begin with ${quoted(word)}`,
    subject: 'repository',
    candidates: beginning.map(({ id, name }) => ({ ref: toZ32(id), label: name })),
  })
}

/** The log that a link or a whole id names, whether this home has it or not. */
export const parseLink = (link: string): Answer<LogId> => {
  const parsed = parseId(link)
  return parsed.ok ? answer(logId(parsed.id)) : fail({ code: 'invalid', message: parsed.problem })
}

export const handleOf = ({ id, name }: NamedRepository) => ({ id, name, link: linkOf(id) })

const quoted = (text: string): string => JSON.stringify(text.slice(0, 80))

const unknown = (word: string, hint: string) => ({
  code: 'unknown' as const,
  message: `no repository of this home is called, or begins with, ${quoted(word)}: ${hint}`,
  subject: 'repository' as const,
})
