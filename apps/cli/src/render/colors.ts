import { isatty } from 'node:tty'
import pc from 'picocolors'

const isWanted = (environment: NodeJS.ProcessEnv): boolean =>
  environment['FORCE_COLOR'] !== undefined
    ? environment['FORCE_COLOR'] !== '0'
    : isatty(process.stdout.fd) && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb'

/** Colours where a person looks at them: not in a pipe or a file, also where a CI runs the command, and not under NO_COLOR. */
export const colors = pc.createColors(isWanted(process.env))
