import type { Situation } from './situation.js'

/** `unlocked`: only while the thread is not locked. */
export type Permission = 'yes' | 'no' | 'unlocked'

/** One line of the permission table of section 5. */
export interface ActionRule<Action> {
  /** Takes part in threads (◆): a muted person may not. */
  readonly takesPart: boolean
  readonly permits: (action: Action, author: Situation) => Permission
  /** The rule for people, as a whole sentence. */
  readonly sentence: string
}

const when = (holds: boolean): Permission => (holds ? 'yes' : 'no')

type Rule = (sentence: string) => ActionRule<unknown>

const rule =
  (takesPart: boolean, permits: (author: Situation) => Permission): Rule =>
  (sentence) => ({ takesPart, permits: (_action, author) => permits(author), sentence })

/** What several lines of the table share; the name says who may. */
export const anyone = rule(false, () => 'yes')
export const admins = rule(false, (author) => when(author.isAdmin))
export const collaborators = rule(false, (author) => when(!author.isNormal))
export const self = rule(false, (author) => when(author.isSelf))

/** The same for what takes part in threads (◆). */
export const participants = rule(true, () => 'yes')
export const participantsWhileUnlocked = rule(true, (author) => (author.isNormal ? 'unlocked' : 'yes'))
export const taskedCollaborators = rule(true, (author) => when(!author.isNormal))
export const selfOrCollaborators = rule(true, (author) => when(!author.isNormal || author.isSelf))
export const selfWhileUnlockedOrCollaborators = rule(true, (author) =>
  !author.isNormal ? 'yes' : author.isSelf ? 'unlocked' : 'no',
)
export const selfWhileUnlocked = rule(true, (author) => (!author.isSelf ? 'no' : author.isNormal ? 'unlocked' : 'yes'))
export const selfUnlessClosedByOthers = rule(true, (author) =>
  when(!author.isNormal || (author.isSelf && !author.hasForeignClose)),
)
export const merging = rule(true, (author) => when(author.isAdmin || (!author.isNormal && author.can('merge'))))
