import { linkOf } from '@hypergit/domain'
import type { NamedRepository } from './home-file.js'

/** Repositories that are named one by one. */
const namedMax = 20

/** What the user of a copied home can do, with the commands. */
export const copiedHomeHelp = (
  home: string,
  repositories: readonly NamedRepository[],
  isSomebodys: boolean,
): string => {
  const clones = repositories
    .slice(0, namedMax)
    .map(({ id, name }) => `  hypergit repo clone ${linkOf(id)} --name ${quoted(name)}`)
  const more =
    repositories.length > namedMax ? [`  and ${repositories.length - namedMax} more, see ${home}/home.json`] : []
  return [
    'If the original is there, go on with that. If this copy is all that is left, or is to be another machine, begin a new home, which writes with new cores:',
    `  export HYPERGIT_HOME=${quoted(`${home}-new`)}`,
    ...clones,
    ...more,
    ...(isSomebodys ? [asSomebody] : []),
    'What was written before stays. The new cores begin without a role; an admin gives each one: hypergit role set CORE ROLE -R REPO',
  ].join('\n')
}

const asSomebody =
  '  hypergit user join INVITE, with an invite of another machine of yours, or hypergit user recover, with the recovery phrase'

/** For a shell, whatever the name. */
const quoted = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
