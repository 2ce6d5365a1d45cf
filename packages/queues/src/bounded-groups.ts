/** Groups in the order given, each at most `bytesMax` (but for a single item above it) and `countMax` long. */
export function* boundedGroups<Item>(
  items: Iterable<Item>,
  sizeOf: (item: Item) => number,
  { bytesMax, countMax }: { readonly bytesMax: number; readonly countMax: number },
): Generator<readonly Item[]> {
  let group: Item[] = []
  let bytes = 0
  for (const item of items) {
    const size = sizeOf(item)
    if (group.length > 0 && (bytes + size > bytesMax || group.length >= countMax)) {
      yield group
      group = []
      bytes = 0
    }
    group.push(item)
    bytes += size
  }
  if (group.length > 0) yield group
}

/** Bytes that a record takes as JSON. */
export const jsonBytes = (record: unknown): number => Buffer.byteLength(JSON.stringify(record))
