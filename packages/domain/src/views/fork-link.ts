/** What is known of the two ends of a fork. A field is absent where that end's log is not known. */
export interface ForkEnds {
  /** Whether the fork's creation names the parent. */
  readonly namesParent?: boolean
  /** Whether the parent's log has an accepted `fork.announce` of the fork. */
  readonly announced?: boolean
}

/** Each end alone may say what it likes, so a link is `maybe` until both name each other. */
export type ForkLink = 'maybe' | 'confirmed'

export const forkLinkOf = ({ namesParent, announced }: ForkEnds): ForkLink =>
  namesParent === true && announced === true ? 'confirmed' : 'maybe'

const forkSays = ({ namesParent }: ForkEnds): string => {
  if (namesParent === undefined) return 'the fork’s own log is not known here'
  return namesParent ? 'the fork names the parent' : 'the fork names another parent, or none'
}

const parentSays = ({ announced }: ForkEnds): string => {
  if (announced === undefined) return 'the parent’s log is not known here'
  return announced ? 'it was announced in the parent' : 'nobody has announced it in the parent'
}

/** Why a link is what it is, one sentence. */
export const forkExplanation = (ends: ForkEnds): string => {
  if (forkLinkOf(ends) === 'confirmed') return 'Both name each other.'
  const [first, second] =
    ends.namesParent === true ? [forkSays(ends), parentSays(ends)] : [parentSays(ends), forkSays(ends)]
  return `${first.charAt(0).toUpperCase()}${first.slice(1)}; ${second}.`
}
