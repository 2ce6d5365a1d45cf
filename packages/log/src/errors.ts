/** A broken world, with a code that interfaces can show. Expected refusals are values or events instead. */
export class LogError extends Error {
  override readonly name: string = 'LogError'

  constructor(
    readonly code: string,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options)
  }
}

/** HOME_IN_USE: another process holds the home's stores. */
export class HomeInUseError extends LogError {
  constructor(dir: string, cause: unknown) {
    super('HOME_IN_USE', `${dir} is in use by another process; stop it, or use another folder`, { cause })
  }
}

/** HOME_COPIED: the home's device file does not fit this place, so it is a copy, or it was moved. */
export class HomeCopiedError extends LogError {
  constructor(dir: string, cause: unknown) {
    super(
      'HOME_COPIED',
      `${dir} was copied, restored or moved from another place. Two copies that write would fork this machine's history, so it is not opened`,
      { cause },
    )
  }
}

/** STORAGE_FAILED: a write failed, for instance on a full disk; the home must be opened again before it writes. */
export class StorageFailedError extends LogError {
  constructor(cause: unknown) {
    super('STORAGE_FAILED', 'a write to the home failed; free space if the disk is full, then open the home again', {
      cause,
    })
  }
}

/** OWN_CORE_BEHIND: there is more of an own core than this machine has; appending now would fork it. */
export class OwnCoreBehindError extends LogError {
  constructor(
    readonly length: number,
    readonly announced: number,
  ) {
    super(
      'OWN_CORE_BEHIND',
      `this machine's core has ${length} ops here, and has had ${announced}: the home was restored from a backup, was copied, or lost its end when it ` +
        'was not closed. Writing now would fork it',
    )
  }
}

/** OWN_CORE_FORKED: there is another history of an own core, which was written on from a copy. */
export class OwnCoreForkedError extends LogError {
  constructor(readonly at: number) {
    super(
      'OWN_CORE_FORKED',
      `this machine's core has two histories from its op ${at} on: the home was copied or restored from a backup, and both were written to. Everybody ` +
        'ignores what either of them says from there on',
    )
  }
}

/** CORE_MOVED_ON: the core is not as long as the caller expected, so what the caller checked no longer holds. */
export class CoreMovedOnError extends LogError {
  constructor(expectedLength: number, length: number) {
    super(
      'CORE_MOVED_ON',
      `expected the core to have ${expectedLength} blocks, it has ${length}; check again and append again`,
    )
  }
}

/** NOT_OWN_CORE: this machine has no secret key for the core. */
export class NotOwnCoreError extends LogError {
  constructor(core: string) {
    super('NOT_OWN_CORE', `this machine cannot write core ${core}: its secret key is not here`)
  }
}

/** BLOCK_TOO_LARGE: no peer would take a block of that size. */
export class BlockTooLargeError extends LogError {
  constructor(byteLength: number, byteLengthMax: number) {
    super('BLOCK_TOO_LARGE', `a block of ${byteLength} bytes was to be appended, at most ${byteLengthMax} are allowed`)
  }
}

/** LOG_CLOSED: used after close. */
export class LogClosedError extends LogError {
  constructor() {
    super('LOG_CLOSED', 'the home or the log was closed')
  }
}
