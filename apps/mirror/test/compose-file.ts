import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export const checkout = join(import.meta.dirname, '..', '..', '..')

/** A service that docker-compose.yml builds from this checkout, its variables filled in. */
export interface ComposedService {
  readonly name: string
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

interface ComposeFile {
  readonly services: Readonly<
    Record<
      string,
      { readonly build?: object; readonly command?: string; readonly environment?: Record<string, string> }
    >
  >
}

/** As compose does: `${NAME:-default}`, and `${NAME:?message}`, which has to be set. */
const filledIn = (value: string, variables: Readonly<Record<string, string>>): string =>
  value.replace(/\$\{([A-Z_]+):([-?])([^}]*)\}/g, (_whole, name: string, kind: string, text: string) => {
    const given = variables[name]
    if (given !== undefined && given !== '') return given
    if (kind === '?') throw new Error(`${name}: ${text}`)
    return text
  })

/** What docker-compose.yml starts of this checkout, with the variables of an `.env`. */
export const composedServices = (variables: Readonly<Record<string, string>>): readonly ComposedService[] => {
  const { services } = parse(readFileSync(join(checkout, 'docker-compose.yml'), 'utf8')) as ComposeFile
  return Object.entries(services).flatMap(([name, { build, command, environment = {} }]) =>
    build === undefined || command === undefined
      ? []
      : [
          {
            name,
            command: command.split(' '),
            environment: Object.fromEntries(
              Object.entries(environment).map(([key, value]) => [key, filledIn(value, variables)]),
            ),
          },
        ],
  )
}
