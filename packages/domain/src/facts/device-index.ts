import type { CoreKey, OpId } from '../ids.js'
import type { DeviceOp } from './device-op.js'

const none: readonly never[] = []

/** Every authorisation and revocation of a user log, by the device that it is about; all of them stay in memory. */
export class DeviceIndex {
  readonly #byId = new Map<OpId, DeviceOp>()
  readonly #authorizations = new Map<CoreKey, DeviceOp[]>()
  readonly #revocations = new Map<CoreKey, DeviceOp[]>()

  add(op: DeviceOp): void {
    this.#byId.set(op.known.id, op)
    const map = op.action.type === 'device.authorize' ? this.#authorizations : this.#revocations
    const list = map.get(op.action.core)
    if (list === undefined) map.set(op.action.core, [op])
    else list.push(op)
  }

  all(): IterableIterator<DeviceOp> {
    return this.#byId.values()
  }
  devices(): IterableIterator<CoreKey> {
    return this.#authorizations.keys()
  }
  authorizationsOf(core: CoreKey): readonly DeviceOp[] {
    return this.#authorizations.get(core) ?? none
  }
  revocationsOf(core: CoreKey): readonly DeviceOp[] {
    return this.#revocations.get(core) ?? none
  }
}
