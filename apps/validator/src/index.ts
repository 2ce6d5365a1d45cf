// What @hypergit/validator offers to other workspaces is exported from this file, and only from it.
export { createValidator, type RunningValidator } from './create-validator.js'
export { defaultValidatorSettings, type ValidatorSettings } from './settings.js'
export { ValidatorModule } from './validator.module.js'
export { Validator, type ValidatorOptions } from './validator.js'
