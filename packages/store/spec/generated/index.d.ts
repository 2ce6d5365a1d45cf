import type { Definition } from 'hyperdb'

declare const definition: Definition
export default definition
