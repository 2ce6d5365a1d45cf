declare module 'corestore' {
  import type Hypercore from 'hypercore'
  import type { CoreKeyPair, Manifest } from 'hypercore'

  interface GetOptions {
    key?: Uint8Array
    /** A core of this store's own, by a name that only it knows. */
    name?: string
    keyPair?: CoreKeyPair
    manifest?: Manifest
    /** false: the session asks for no replication. */
    active?: boolean
    allowFork?: boolean
    createIfMissing?: boolean
  }

  export default class Corestore {
    constructor(dir: string, options?: { wait?: boolean; allowBackup?: boolean })
    readonly primaryKey: Uint8Array
    /** The hypercore-storage behind all cores. */
    readonly storage: { deleteCore(pointers: unknown): Promise<void> }
    ready(): Promise<void>
    close(): Promise<void>
    get(options: GetOptions): Hypercore
    /** Discovery keys of all cores that are stored. */
    list(): AsyncIterable<Uint8Array>
    createKeyPair(name: string): Promise<CoreKeyPair>
    replicate(isInitiator: boolean | NodeJS.ReadWriteStream, options?: object): NodeJS.ReadWriteStream
  }
}
