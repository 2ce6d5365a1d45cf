import { boundedGit } from './bounded-git.js'
import { gitAnswer } from './git.js'
import { pushAnswer, type RemoteAnswer } from './push-answer.js'

/** How long a remote may take. */
export const tryPushMsMax = 15_000

export interface TryPush {
  readonly folder: string
  /** The remote's name in the checkout: the user's own settings for it count. */
  readonly remote: string
  /** Whole names of the refs that HEAD would be pushed to. */
  readonly refs: readonly string[]
  readonly withinMs?: number
  /** Ends the question early. */
  readonly stopped: Promise<void>
}

/** Whatever the user's settings add to a push is left out. */
const onlyTried = 'push --dry-run --porcelain --no-verify --no-follow-tags --no-signed --recurse-submodules=no'.split(
  ' ',
)

const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`

/** The user's own ssh command, told never to ask and to leave no connection behind. */
const sshCommand = async (folder: string): Promise<string> => {
  const { GIT_SSH_COMMAND: command, GIT_SSH: program } = process.env
  const usual = command ?? (await gitAnswer(folder, ['config', '--get', 'core.sshCommand']))
  return `${usual ?? (program === undefined ? 'ssh' : quoted(program))} -o BatchMode=yes -o ControlMaster=no`
}

/** Nothing may ask, not even in a window, and messages are in the language that is read here. */
const silentEnvironment = async (folder: string): Promise<NodeJS.ProcessEnv> => ({
  ...process.env,
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  GCM_INTERACTIVE: 'never',
  GIT_SSH_COMMAND: await sshCommand(folder),
  GIT_ALLOW_PROTOCOL: 'https:http:ssh:git:file',
})

/**
 * What a remote answers to `git push --dry-run` of HEAD to each of the refs, in their order. Nothing is sent or changed, no hook of the checkout
 * runs, and the remote's own hooks and protected branches are not asked either: only the real push meets them.
 */
export const tryPush = async (given: TryPush): Promise<readonly RemoteAnswer[]> => {
  const { folder, remote, refs, withinMs = tryPushMsMax, stopped } = given
  const words = [...onlyTried, '--', remote, ...refs.map((ref) => `HEAD:${ref}`)]
  const run = await boundedGit(folder, words, { withinMs, stopped, environment: await silentEnvironment(folder) })
  switch (run.kind) {
    case 'ended':
      return refs.map((ref) => pushAnswer(ref, run.stdout, run.stderr))
    case 'late':
      return refs.map(() => ({ remote: 'unknown', why: `no answer within ${withinMs / 1000} s` }))
    case 'missing':
      return refs.map(() => ({ remote: 'unknown', why: 'git is not installed' }))
    default:
      return run satisfies never
  }
}
