import type { Candidate, Failure } from '@hypergit/client'

/** Exit status of the command, as scripts rely on it. */
export const exitStatus = { done: 0, failed: 1, usedWrongly: 2, interrupted: 130 } as const

/** The end of a command that did not do what was asked: what is printed, and the exit status. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  constructor(
    readonly code: string,
    message: string,
    readonly status: number = exitStatus.failed,
    /** Printed beside code and message under `--json`. */
    readonly details: object = {},
  ) {
    super(message)
  }
}

/** The words on the command line are off. */
export const usage = (message: string): CommandFailure => new CommandFailure('usage', message, exitStatus.usedWrongly)

const listed = (candidates: readonly Candidate[]): string =>
  candidates.map(({ ref, label }) => `\n  ${ref}  ${label}`).join('')

/** What a peer's expected failure becomes on the command line. */
export const failureOf = (failure: Failure): CommandFailure => {
  switch (failure.code) {
    case 'refused': {
      const { message, help, code, ...details } = failure
      return new CommandFailure(code, help === '' ? message : `${message}\n${help}`, exitStatus.failed, {
        ...details,
        help,
      })
    }
    case 'ambiguous':
      return new CommandFailure(failure.code, failure.message + listed(failure.candidates), exitStatus.usedWrongly, {
        candidates: failure.candidates,
      })
    case 'invalid':
      return new CommandFailure(failure.code, failure.message, exitStatus.usedWrongly)
    case 'mirror-refused':
      return new CommandFailure(failure.code, failure.message, exitStatus.failed, { status: failure.status })
    case 'unknown':
    case 'unreachable':
    case 'unwritable':
    case 'nothing-to-prove':
    case 'missing':
    case 'unprovable':
    case 'invite-expired':
    case 'invite-used':
    case 'invite-denied':
    case 'words-differ':
    case 'invite-stopped':
      return new CommandFailure(failure.code, failure.message)
    default:
      return failure satisfies never
  }
}
