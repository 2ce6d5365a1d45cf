type Tell = (told: unknown) => Promise<void>

/** Does what the word says: what the tests of `runSource` run. */
export const run = async (tell: Tell, what: string): Promise<void> => {
  await tell({ begun: what })
  switch (what) {
    case 'ends':
      return tell({ bytes: new Uint8Array([1, 2, 3]) })
    case 'throws':
      throw new Error('out of ideas')
    case 'hangs':
      for (;;);
    case 'swells': {
      const kept: unknown[] = []
      for (;;) kept.push(Array.from({ length: 1_000 }, (_, index) => String(index)))
    }
    case 'stops':
      return process.exit(3)
    default:
      throw new TypeError(what)
  }
}
