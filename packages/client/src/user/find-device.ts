import { type DeviceView, idBeginsWith, parseId, toZ32, type UserView } from '@hypergit/domain'
import { type Answer, answer, fail } from '../api/failure.js'

const beginningLengthMin = 4

/** The device that a word means among those that count: its name, its core, or an unambiguous beginning of the core. */
export const findDevice = (view: UserView, word: string): Answer<DeviceView> => {
  const devices = countingDevices(view)
  const matching = devices.filter((device) => isMeant(device, word.trim()))
  const [only] = matching
  if (only !== undefined && matching.length === 1) return answer(only)
  const quoted = JSON.stringify(word.slice(0, 80))
  if (only === undefined) {
    const message = `no device that counts is called, or begins with, ${quoted}: see hypergit user devices`
    return fail({ code: 'unknown', message, subject: 'device' })
  }
  return fail({
    code: 'ambiguous',
    message: `several devices are called, or begin with, ${quoted}`,
    subject: 'device',
    candidates: matching.map(({ core, name }) => ({ ref: toZ32(core), label: name })),
  })
}

/** The devices that words mean, each once. */
export const findDevices = (view: UserView, words: readonly string[]): Answer<readonly DeviceView[]> => {
  const found = new Map<string, DeviceView>()
  for (const word of words) {
    const device = findDevice(view, word)
    if (!device.ok) return device
    found.set(device.value.core, device.value)
  }
  return answer([...found.values()])
}

/** Machines that may write as the user; the founding core is no machine's, but the recovery phrase's. */
export const countingDevices = ({ devices, founder }: UserView): readonly DeviceView[] =>
  devices.filter(({ authorized, core }) => authorized && core !== founder)

const isMeant = ({ name, core }: DeviceView, word: string): boolean => {
  if (name.toLowerCase() === word.toLowerCase()) return true
  const whole = parseId(word)
  if (whole.ok) return (core as string) === whole.id
  return word.length >= beginningLengthMin && idBeginsWith(core, word)
}
