/** Values of an option that may be repeated or hold several, separated by commas. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
]
