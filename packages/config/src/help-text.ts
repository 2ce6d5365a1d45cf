import type { Settings } from './setting.js'

const width = 30

const named = ({ flag, placeholder, env }: Settings[string]): string => {
  if (flag === undefined) return env
  return `${placeholder === undefined ? `--${flag}` : `--${flag} ${placeholder}`}, ${env}`
}

/** The table of flags and variables. */
export const helpText = (usage: string, settings: Settings): string => {
  const rows = Object.values(settings).map((setting) => {
    const name = named(setting)
    const gap = name.length >= width ? `\n${' '.repeat(width + 4)}` : ' '.repeat(width - name.length + 2)
    return `  ${name}${gap}${setting.help} (${setting.otherwise})`
  })
  return `${usage}\n\n${rows.join('\n')}\n`
}
