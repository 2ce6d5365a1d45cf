import type { PersonNotice } from '../people/person-notice.js'
import { headerText } from './header-text.js'
import { shownId } from './message-ids.js'

const nameMax = 60
const shortIdLength = 8

/** What a mail about somebody's own machines says: nothing in it is a stranger's free text but names, each kept short. */
export interface PersonWords {
  readonly subject: string
  /** What happened. */
  readonly said: string
  /** What to do, each a sentence; commands stand by themselves. */
  readonly steps: readonly (string | { readonly command: string })[]
}

/** A core by the name that the user's log gives it, and by the beginning of its id, which nobody chooses. */
const coreText = ({ core, coreName }: PersonNotice): string => {
  const short = shownId(core).slice(0, shortIdLength)
  const name = coreName === undefined ? '' : headerText(coreName, nameMax)
  return name === '' ? short : `“${name}” (${short})`
}

const repositoryText = ({ repository, log }: PersonNotice): string => {
  const name = repository === undefined ? '' : headerText(repository, nameMax)
  return name === '' ? (log === undefined ? 'a repository' : shownId(log).slice(0, shortIdLength)) : name
}

const inRepository = ({ log }: PersonNotice): string => (log === undefined ? '' : ` -R ${shownId(log)}`)

const ifNotYours = [
  'If it is not yours, somebody has a key of yours. Look which machine it is, and revoke it:',
  { command: 'hypergit user devices' },
  { command: 'hypergit user revoke MACHINE' },
] as const

export const personWords = (notice: PersonNotice): PersonWords => {
  const core = coreText(notice)
  const where = repositoryText(notice)
  const pair = { command: `hypergit identity pair ${shownId(notice.core)}${inRepository(notice)}` }
  switch (notice.kind) {
    case 'claim':
      return {
        subject: `[${where}] A new machine claims to be you`,
        said: `The core ${core} claims to be you in ${where}, with a proof that one of your machines made.`,
        steps: [
          'If it is yours, what it writes there is held until another machine of yours pairs with it. One that runs does so by itself; by hand:',
          pair,
          ...ifNotYours,
        ],
      }
    case 'pair-waiting':
      return {
        subject: `[${where}] A pair waits for you`,
        said: `The core ${core} has paired with a core of yours in ${where}, and waits for the answer of that one.`,
        steps: ['If it is yours, answer it on the other machine: let it run, or by hand:', pair, ...ifNotYours],
      }
    case 'pair-attempt':
      return {
        subject: `[${where}] Somebody tried to pair with your core`,
        said: `The core ${core}, which is somebody else’s, tried to pair with a core of yours in ${where}.`,
        steps: [
          'Nothing came of it, and it counts as a strike against that core: the third one has it ignored. There is nothing to do, and nothing to confirm: do not pair with it.',
        ],
      }
    case 'device-revoked':
      return {
        subject: `A machine of yours was revoked: ${core}`,
        said: `The machine ${core} was revoked in your user log. What it writes there from now on does not count.`,
        steps: [
          'If that was not you, somebody has a machine of yours. Take your user back on a new machine, with the recovery phrase:',
          { command: 'hypergit user recover --name NAME --revoke-all' },
        ],
      }
    case 'device-authorized':
      return {
        subject: `A new machine of yours: ${core}`,
        said: `The machine ${core} was authorised in your user log. It can act as you everywhere.`,
        steps: [
          'If that was not you, revoke it, and look which of your machines let it in:',
          { command: 'hypergit user devices' },
          { command: 'hypergit user revoke MACHINE' },
        ],
      }
    default:
      return notice.kind satisfies never
  }
}
