export { chromiumPath, dataFolder, has, type Need, onPath } from './needs.js'
export { requires } from './requires.js'
