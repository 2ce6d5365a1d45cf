const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const sorted = (list: readonly unknown[]): string[] => list.map(shown).sort()

/** Where the state differs from what is expected: partial in maps, whole in lists, whose order does not count (section 9). */
export const differences = (expected: unknown, actual: unknown, where = ''): string[] => {
  if (isMap(expected)) {
    if (!isMap(actual)) return [`${where} is ${shown(actual)}, expected ${shown(expected)}`]
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, actual[key], where === '' ? key : `${where}.${key}`),
    )
  }
  const equal = Array.isArray(expected)
    ? Array.isArray(actual) && shown(sorted(expected)) === shown(sorted(actual))
    : shown(expected) === shown(actual)
  return equal ? [] : [`${where} is ${shown(actual)}, expected ${shown(expected)}`]
}
