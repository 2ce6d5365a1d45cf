import encoding from 'compact-encoding'

/**
 * compact-encoding, for generated code that reads untrusted bytes. Its own arrays allocate up to a million entries before they read the first
 * one; an entry takes at least a byte, so a count above the bytes that are left is refused before anything is allocated.
 */
const array = (entry) => {
  const plain = encoding.array(entry)
  return {
    preencode: plain.preencode,
    encode: plain.encode,
    decode(state) {
      const count = encoding.uint.decode(state)
      if (count > state.end - state.start) throw new RangeError('a list counts more entries than there are bytes left')
      const entries = []
      for (let i = 0; i < count; i++) entries.push(entry.decode(state))
      return entries
    },
  }
}

export const c = { ...encoding, array }
