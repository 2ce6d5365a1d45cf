import type { ClaimProblem, FollowingState, IdentityState } from '@hypergit/queues'

/** What a page says of a user log that is not simply here; undefined where there is nothing to say. */
export const followingText = (state: FollowingState): string | undefined => {
  switch (state) {
    case 'followed':
      return undefined
    case 'fetching':
      return 'This mirror is looking for the user’s log: what it says is not known yet.'
    case 'gone':
      return 'Nobody has brought the user’s log for long: this is what was last known of it.'
    case 'over-quota':
      return 'The user’s log is larger than this mirror takes: what it says may be known in part only.'
    case 'refused':
      return 'This mirror follows as many users as it can, and does not follow this one: what the log says is not known.'
    default: {
      const never: never = state
      return never
    }
  }
}

export const problemText = (problem: ClaimProblem): string => {
  switch (problem) {
    case 'waiting':
      return 'No confirmed core of the user has paired with it in this repository: what it writes is held and shown to nobody else.'
    case 'conflicting':
      return 'It claimed twice, or took itself for the user’s first core here while another one did the same.'
    case 'struck':
      return 'It tried to pair with a core that it knew to be somebody else’s.'
    case 'unpaired':
      return 'Its user gave it up in this repository, as one does with a lost machine.'
    case 'forged':
      return 'The proof in its claim is not the user’s: it shows nothing, and the claim broke the rules.'
    default: {
      const never: never = problem
      return never
    }
  }
}

const linkText = (state: IdentityState): string => {
  switch (state) {
    case 'maybe':
      return 'The user’s own log does not list it, as far as is known here.'
    case 'confirmed':
      return 'The user’s own log lists it as theirs.'
    case 'disowned':
      return 'The user’s own log took it off its list: the user says that it is not theirs.'
    default: {
      const never: never = state
      return never
    }
  }
}

export interface KnownIdentity {
  readonly state: IdentityState
  readonly problem: ClaimProblem | null
  readonly following: FollowingState | null
}

/** Why a core is shown as what it is, in the order in which one thing rests on the other. */
export const becauseOf = (claimed: boolean, known: KnownIdentity | undefined): string[] => {
  if (!claimed && known === undefined) return ['It has claimed no user: it stands for itself.']
  if (known === undefined) return ['It claims a user. Whether the user’s own log lists it is not known here yet.']
  const followed = known.following === null ? undefined : followingText(known.following)
  return [
    known.problem === 'forged'
      ? 'It says that it is a user’s.'
      : 'It claims a user, with a proof that the user’s key made for this core in this repository.',
    linkText(known.state),
    ...(followed === undefined ? [] : [followed]),
    ...(known.problem === null ? [] : [problemText(known.problem)]),
    'Only the repository’s own log decides what a core may do here; none of this does.',
  ]
}
