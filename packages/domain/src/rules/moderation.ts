import type { CoreBan, Mute, RoleSet, Unmute } from '../action.js'
import type { ActionRule, Permission } from './action-rule.js'
import type { Situation } from './situation.js'

/** Collaborators act on normal users and on other collaborators, admins on anyone. */
const onPerson = (author: Situation, target: Mute['target']): Permission => {
  if (author.isAdmin) return 'yes'
  if (author.isNormal) return 'no'
  return author.isOther(target) && author.roleOf(target) !== 'admin' ? 'yes' : 'no'
}

export const mute: ActionRule<Mute> = {
  takesPart: false,
  permits: ({ target }, author) => onPerson(author, target),
  sentence: 'An admin may mute anyone, a collaborator normal users and other collaborators.',
}

export const unmute: ActionRule<Unmute> = {
  takesPart: false,
  permits: ({ target }, author) => onPerson(author, target),
  sentence: 'An admin may unmute anyone, a collaborator normal users and other collaborators.',
}

export const roleSet: ActionRule<RoleSet> = {
  takesPart: false,
  permits: ({ target }, author) => (author.isAdmin && author.isOther(target) ? 'yes' : 'no'),
  sentence: 'An admin may set the role of other persons.',
}

export const coreBan: ActionRule<CoreBan> = {
  takesPart: false,
  permits: ({ core }, author) => (author.isFounders(core) ? 'no' : onPerson(author, core)),
  sentence:
    "An admin may ban any core but the founder's, a collaborator those of normal users and other collaborators.",
}
