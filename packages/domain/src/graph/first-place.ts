/** The first place from `from` on at which the test holds; the list is in such an order that once it holds it does for all that follow. */
export const firstPlace = <Item>(items: readonly Item[], holds: (item: Item) => boolean, from = 0): number => {
  let [low, high] = [from, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(items[middle] as Item)) high = middle
    else low = middle + 1
  }
  return low
}
