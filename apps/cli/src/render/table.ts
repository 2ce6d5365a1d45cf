import Table from 'cli-table3'

const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
}
const inner = { left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' }

/** Without colours of its own: a cell brings them, where there is a terminal. */
const bare = { 'padding-left': 0, 'padding-right': 0, head: [], border: [] }

/** Rows in aligned columns without lines around them. */
export const tableOf = (rows: readonly (readonly string[])[]): string => {
  const table = new Table({ chars: { ...none, ...inner }, style: { ...bare } })
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
