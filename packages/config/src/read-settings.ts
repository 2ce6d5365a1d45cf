import { parseArgs } from 'node:util'
import type { Setting, Settings, ValuesOf } from './setting.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** The flags as they were given: a text, or true for one that is on. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>

export interface FlagsRead {
  readonly flags: Flags
  readonly problems: readonly string[]
}

const shownLengthMax = 120

const shown = (text: string): string => (text.length > shownLengthMax ? `${text.slice(0, shownLengthMax)}…` : text)

/** Reads the command line against the settings that have a flag, and `--help`. What is unknown is a problem. */
export const readFlags = (settings: Settings, argv: readonly string[]): FlagsRead => {
  const known = Object.values(settings).filter(({ flag }) => flag !== undefined)
  const options = Object.fromEntries([
    ['help', { type: 'boolean' as const, short: 'h' }],
    ...known.map(
      ({ flag, placeholder }) =>
        [flag ?? '', { type: placeholder === undefined ? ('boolean' as const) : ('string' as const) }] as const,
    ),
  ])
  const flags: Record<string, string | boolean> = {}
  const problems: string[] = []
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`${shown(token.value)} is not a flag; flags begin with --`)
    if (token.kind !== 'option') continue
    const option = options[token.name]
    if (option === undefined) problems.push(`${shown(token.rawName)} is not a flag; --help lists them`)
    else if (option.type === 'boolean' && token.value !== undefined)
      problems.push(`${token.rawName} takes no value; ${shown(token.value)} was given`)
    else if (option.type === 'string' && (token.value === undefined || token.value === ''))
      problems.push(`${token.rawName} needs a value`)
    else flags[token.name] = option.type === 'boolean' ? true : (token.value ?? '')
  }
  return { flags, problems }
}

/** What was given for one setting, and where. The flag goes before the variable. */
const given = (
  setting: Setting<unknown>,
  flags: Flags,
  environment: Environment,
): { readonly name: string; readonly text: string } | undefined => {
  const byFlag = setting.flag === undefined ? undefined : flags[setting.flag]
  if (byFlag !== undefined) return { name: `--${setting.flag}`, text: byFlag === true ? '1' : String(byFlag) }
  const byVariable = environment[setting.env]
  return byVariable === undefined || byVariable === '' ? undefined : { name: setting.env, text: byVariable }
}

export interface SettingsRead<Group extends Settings> {
  readonly values: ValuesOf<Group>
  /** One sentence for each wrong value; with any, `values` has the fallbacks in their place. */
  readonly problems: readonly string[]
}

/** Reads a group of settings from flags and environment. A wrong secret is not repeated. */
export const readSettings = <Group extends Settings>(
  settings: Group,
  flags: Flags,
  environment: Environment,
): SettingsRead<Group> => {
  const problems: string[] = []
  const values = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => {
      const text = given(setting, flags, environment)
      if (text === undefined) return [name, setting.fallback]
      const parsed = setting.parse(text.text)
      if (parsed.ok) return [name, parsed.value]
      const was = setting.secret === true ? 'the value given is not shown' : `${shown(text.text)} was given`
      problems.push(`${text.name} must be ${parsed.mustBe}; ${was}`)
      return [name, setting.fallback]
    }),
  )
  return { values: values as ValuesOf<Group>, problems }
}
