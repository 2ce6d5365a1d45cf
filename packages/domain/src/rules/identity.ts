import type { IdentityUnpair } from '../action.js'
import type { ActionRule } from './action-rule.js'

export const identityUnpair: ActionRule<IdentityUnpair> = {
  takesPart: false,
  permits: ({ core }, author) => (core === author.author || author.isFirstLinkedFor(core) ? 'yes' : 'no'),
  sentence: 'A core gives itself up; the first-linked core of a person gives up any core that claimed the same user.',
}
