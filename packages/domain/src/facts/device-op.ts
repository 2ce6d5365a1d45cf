import type { DeviceAuthorize, DeviceRevoke } from '../action.js'
import type { KnownOp } from '../graph/known-op.js'

/** An op of a user log that says which devices count (section 7). None is malformed. */
export interface DeviceOp {
  readonly known: KnownOp
  readonly action: DeviceAuthorize | DeviceRevoke
  /** It carries a proof by the identity key itself: it counts whoever wrote it. */
  readonly isByPhrase: boolean
}

export const isDevice = (action: { readonly type: string }): action is DeviceOp['action'] =>
  action.type === 'device.authorize' || action.type === 'device.revoke'
