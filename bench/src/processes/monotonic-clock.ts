/** ms of a clock that all processes of this machine share and that only goes forward. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6
