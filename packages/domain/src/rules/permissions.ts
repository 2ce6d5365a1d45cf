import type { RepositoryAction } from '../action.js'
import {
  type ActionRule,
  admins,
  anyone,
  collaborators,
  merging,
  participants,
  participantsWhileUnlocked,
  self,
  selfOrCollaborators,
  selfUnlessClosedByOthers,
  selfWhileUnlocked,
  selfWhileUnlockedOrCollaborators,
  taskedCollaborators,
} from './action-rule.js'
import { identityUnpair } from './identity.js'
import { coreBan, mute, roleSet, unmute } from './moderation.js'

type Table = { readonly [Type in RepositoryAction['type']]: ActionRule<Extract<RepositoryAction, { type: Type }>> }

/** The permission table of docs/protocol.md, section 5, a line an action. */
export const permissions: Table = {
  'repository.create': anyone('The founding core creates the repository with its first op.'),
  join: anyone('Joining needs nobody’s consent.'),
  ack: anyone('Anyone may say what they have seen.'),
  'repository.set': admins('Only an admin may change what the repository says of itself.'),
  'fork.announce': anyone('Anyone may announce a fork.'),
  'thread.open': participants('Anyone who is not muted may open a thread.'),
  comment: participantsWhileUnlocked(
    'Anyone who is not muted may comment, in a locked thread only collaborators and admins.',
  ),
  'comment.edit': selfWhileUnlocked('Authors edit what is their own, while the thread is open to them.'),
  'comment.redact': self('Authors redact what is their own.'),
  'comment.hide': collaborators('Only collaborators and admins may hide a comment.'),
  'comment.unhide': collaborators('Only collaborators and admins may show a hidden comment again.'),
  react: participantsWhileUnlocked(
    'Anyone who is not muted may react, in a locked thread only collaborators and admins.',
  ),
  'thread.title': selfWhileUnlockedOrCollaborators(
    'Authors retitle their own thread while it is unlocked; collaborators and admins any thread.',
  ),
  'thread.close': selfOrCollaborators('Authors close their own thread; collaborators and admins any thread.'),
  'thread.reopen': selfUnlessClosedByOthers(
    'Authors reopen their own thread unless somebody else closed it; collaborators and admins any thread.',
  ),
  'thread.lock': taskedCollaborators('Only collaborators and admins may lock a thread.'),
  'thread.unlock': taskedCollaborators('Only collaborators and admins may unlock a thread.'),
  'thread.label': taskedCollaborators('Only collaborators and admins may label a thread.'),
  'thread.assign': taskedCollaborators('Only collaborators and admins may assign a thread.'),
  'thread.milestone': taskedCollaborators('Only collaborators and admins may put a thread into a milestone.'),
  'pull.revise': selfOrCollaborators('Authors revise their own pull request; collaborators and admins any.'),
  'pull.review': participantsWhileUnlocked(
    'Anyone who is not muted may review, in a locked thread only collaborators and admins.',
  ),
  'pull.merge': merging('Admins may merge, and collaborators that have the capability `merge`.'),
  mute,
  unmute,
  'role.set': roleSet,
  'git.policy': admins('Only an admin may set git policy.'),
  'core.ban': coreBan,
  'core.pardon': admins('Only an admin may pardon a core.'),
  'identity.claim': anyone('A core claims the identity that it can prove.'),
  'identity.pair': anyone('A core pairs with another core of the same user.'),
  'identity.unpair': identityUnpair,
  'evidence.equivocation': anyone('Anyone may show that a core forked.'),
}

/** The rule of an action; undefined for actions of user logs, which have no permission table. */
export const ruleOf = (type: string): ActionRule<RepositoryAction> | undefined =>
  // Each rule is only ever handed the action of its own line, which the table's type ties to it.
  Object.hasOwn(permissions, type)
    ? (permissions[type as RepositoryAction['type']] as ActionRule<RepositoryAction>)
    : undefined

/** Who may put `origin` on an action (section 5). */
export const originSentence = 'Only an admin may write what is imported from elsewhere.'
