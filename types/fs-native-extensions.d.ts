declare module 'fs-native-extensions' {
  /** Exclusive lock on the whole open file; false when another open of the file has one. */
  export function tryLock(fd: number): boolean
}
