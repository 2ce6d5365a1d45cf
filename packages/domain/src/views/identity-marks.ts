/** What a viewer shows of an author (docs/protocol.md, section 7); it never enters an outcome. */
export const identityStates = ['anonymous', 'maybe', 'confirmed', 'disowned'] as const
export type Identity = (typeof identityStates)[number]

/** Told apart without colours; always shown with the word. */
export const identityMarks: Readonly<Record<Identity, string>> = {
  anonymous: '○',
  maybe: '?',
  confirmed: '✓',
  disowned: '✗',
}

/** What the word stands for, said of a core. */
export const identityMeanings: Readonly<Record<Identity, string>> = {
  anonymous: 'claims no user',
  maybe: 'claims a user whose own log does not list it, yet',
  confirmed: 'is listed by the log of the user it claims',
  disowned: 'was taken off the list by the log of the user it claims',
}
