import type { Command } from 'commander'
import { group } from '../../define.js'
import { createUser } from './create-user.js'
import { editProfile } from './edit-profile.js'
import { inviteDevice } from './invite-device.js'
import { joinUser } from './join-user.js'
import { listDevices } from './list-devices.js'
import { recoverUser } from './recover-user.js'
import { revokeDevices } from './revoke-devices.js'
import { saveRecovery } from './save-recovery.js'
import { showUser } from './show-user.js'

export const userCommands = (program: Command): void => {
  const user = group(program, 'user', 'Who you are, on all your machines')
  for (const add of [createUser, showUser, editProfile, listDevices, revokeDevices, recoverUser, saveRecovery])
    add(user)
  for (const add of [inviteDevice, joinUser]) add(user)
}
