/**
 * A frontier says how far each chain is known: chain number → count of ops, from its core's seq 0 on. It is a persistent radix tree, so that the
 * frontiers of neighbouring ops share all but the path that differs; look-up and update cost the depth, 16-fold a level.
 */
export interface Frontier {
  /** Levels of branches above the leaves. */
  readonly levels: number
  readonly root: Tree | undefined
}
type Leaf = readonly number[]
type Branch = readonly (Tree | undefined)[]
type Tree = Leaf | Branch

const bits = 4
const width = 1 << bits
const mask = width - 1

export const emptyFrontier: Frontier = { levels: 0, root: undefined }

/** Chains are numbered as they come, so none is beyond what 32 bits hold. */
const levelsMax = 32 / bits - 1

const holds = (levels: number, chain: number): boolean => levels >= levelsMax || chain >>> (bits * (levels + 1)) === 0

/** How many ops of the chain's core, counted from seq 0, the frontier covers on that chain; 0 where it has none. */
export const countAt = (frontier: Frontier, chain: number): number => {
  if (!holds(frontier.levels, chain)) return 0
  let tree = frontier.root
  for (let level = frontier.levels; level > 0 && tree !== undefined; level--)
    tree = (tree as Branch)[(chain >>> (level * bits)) & mask]
  return tree === undefined ? 0 : ((tree as Leaf)[chain & mask] ?? 0)
}

const emptyLeaf: Leaf = Array.from({ length: width }, () => 0)
const emptyBranch: Branch = Array.from({ length: width }, () => undefined)

const put = (tree: Tree | undefined, level: number, chain: number, count: number): Tree => {
  if (level === 0) {
    const leaf = ((tree as Leaf | undefined) ?? emptyLeaf).slice()
    leaf[chain & mask] = count
    return leaf
  }
  const branch = ((tree as Branch | undefined) ?? emptyBranch).slice()
  const slot = (chain >>> (level * bits)) & mask
  branch[slot] = put(branch[slot], level - 1, chain, count)
  return branch
}

const raise = (frontier: Frontier, levels: number): Frontier => {
  let { levels: level, root } = frontier
  while (level < levels) {
    if (root !== undefined) {
      const branch = emptyBranch.slice()
      branch[0] = root
      root = branch
    }
    level += 1
  }
  return { levels, root }
}

/** The frontier with one chain's count replaced. */
export const withCount = (frontier: Frontier, chain: number, count: number): Frontier => {
  let levels = frontier.levels
  while (!holds(levels, chain)) levels += 1
  const { root } = levels === frontier.levels ? frontier : raise(frontier, levels)
  return { levels, root: put(root, levels, chain, count) }
}

const mergeLeaf = (a: Leaf, b: Leaf): Leaf => {
  let keepsA = true
  let keepsB = true
  for (let slot = 0; slot < width; slot++) {
    const left = a[slot] as number
    const right = b[slot] as number
    if (left < right) keepsA = false
    if (right < left) keepsB = false
  }
  if (keepsA) return a
  return keepsB ? b : a.map((left, slot) => Math.max(left, b[slot] as number))
}

const mergeTree = (a: Tree | undefined, b: Tree | undefined, level: number): Tree | undefined => {
  if (a === b || b === undefined) return a
  if (a === undefined) return b
  if (level === 0) return mergeLeaf(a as Leaf, b as Leaf)
  const left = a as Branch
  const right = b as Branch
  let merged: (Tree | undefined)[] | undefined
  let keepsB = true
  for (let slot = 0; slot < width; slot++) {
    const tree = mergeTree(left[slot], right[slot], level - 1)
    if (tree !== right[slot]) keepsB = false
    if (tree === left[slot]) continue
    merged ??= left.slice()
    merged[slot] = tree
  }
  if (merged === undefined) return a
  return keepsB ? b : merged
}

/** The larger count of each chain; shares what the two have in common. */
export const mergeFrontiers = (a: Frontier, b: Frontier): Frontier => {
  const levels = Math.max(a.levels, b.levels)
  const left = raise(a, levels)
  const right = raise(b, levels)
  const root = mergeTree(left.root, right.root, levels)
  if (root === left.root) return left.levels === a.levels ? a : left
  return { levels, root }
}

type Entry = readonly [chain: number, count: number]

const collect = (
  tree: Tree | undefined,
  below: Tree | undefined,
  level: number,
  base: number,
  found: Entry[],
): void => {
  if (tree === undefined || tree === below) return
  for (let slot = 0; slot < width; slot++) {
    const chain = base + slot * width ** level
    if (level > 0) collect((tree as Branch)[slot], (below as Branch | undefined)?.[slot], level - 1, chain, found)
    else {
      const count = (tree as Leaf)[slot] as number
      if (count > ((below as Leaf | undefined)?.[slot] ?? 0)) found.push([chain, count])
    }
  }
}

/** The chains on which `frontier` reaches further than `base`, in ascending order. */
export const advances = (frontier: Frontier, base: Frontier): Entry[] => {
  const found: Entry[] = []
  const levels = Math.max(frontier.levels, base.levels)
  collect(raise(frontier, levels).root, raise(base, levels).root, levels, 0, found)
  return found
}

const visitLeaves = (
  tree: Tree | undefined,
  level: number,
  base: number,
  visit: (counts: readonly number[], first: number) => void,
): void => {
  if (tree === undefined) return
  if (level === 0) {
    visit(tree as Leaf, base)
    return
  }
  for (let slot = 0; slot < width; slot++)
    visitLeaves((tree as Branch)[slot], level - 1, base + (slot << (level * bits)), visit)
}

/** Counts of neighbouring chains at once, `first` and those after it, in ascending order; 0 where it has none. Chains that are left out have none. */
export const forEachCounts = (frontier: Frontier, visit: (counts: readonly number[], first: number) => void): void =>
  visitLeaves(frontier.root, frontier.levels, 0, visit)

/** As `put`, in place: for a tree that nobody else holds yet. */
const set = (tree: Tree | undefined, level: number, chain: number, count: number): Tree => {
  if (level === 0) {
    const leaf = (tree ?? emptyLeaf.slice()) as number[]
    leaf[chain & mask] = count
    return leaf
  }
  const branch = (tree ?? emptyBranch.slice()) as (Tree | undefined)[]
  const slot = (chain >>> (level * bits)) & mask
  branch[slot] = set(branch[slot], level - 1, chain, count)
  return branch
}

/** The frontier with these counts, each chain once; one by one they would cost a path each. */
export const frontierOf = (entries: readonly Entry[]): Frontier => {
  let levels = 0
  for (const [chain] of entries) while (!holds(levels, chain)) levels += 1
  let root: Tree | undefined
  for (const [chain, count] of entries) root = set(root, levels, chain, count)
  return { levels, root }
}

/** The inverse of `advances`: `base` moved to the counts given. */
export const advanced = (base: Frontier, entries: Iterable<Entry>): Frontier => {
  let frontier = base
  for (const [chain, count] of entries) frontier = withCount(frontier, chain, count)
  return frontier
}
