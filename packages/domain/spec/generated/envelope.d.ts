/** A cursor over bytes, as compact-encoding uses it: `start` moves with reading and writing, `end` grows with measuring. */
export interface CodecState {
  start: number
  end: number
  buffer: Uint8Array | null
}

/** A generated codec; `decode` throws on bytes that end too early. Ids are 32 bytes, absent optional fields are null or false. */
export interface StructCodec {
  preencode(state: CodecState, value: object): void
  encode(state: CodecState, value: object): void
  decode(state: CodecState): Readonly<Record<string, unknown>>
}

export declare const getEncoding: (name: string) => StructCodec
