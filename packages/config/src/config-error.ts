/** Exit status for wrong flags or environment. */
export const configExitStatus = 2

/** Everything that is wrong with flags and environment, a sentence each: the name, what was given, what is valid. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'config'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}
