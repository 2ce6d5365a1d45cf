/** A partial order of the places 0 to n − 1: for each place the ones before it, a bit each. */
export type PartialOrder = readonly number[]

const bit = (place: number): number => 1 << place
export const isBefore = (order: PartialOrder, a: number, b: number): boolean => ((order[b] ?? 0) & bit(a)) !== 0

const placesOf = (mask: number, count: number): number[] =>
  Array.from({ length: count }, (_, place) => place).filter((place) => (mask & bit(place)) !== 0)

/** The orders in which one more place comes after what `below` holds and before what `above` holds. */
const extended = (order: PartialOrder, below: number, above: number): PartialOrder | undefined => {
  const count = order.length
  const isClosedBelow = placesOf(below, count).every((place) => ((order[place] ?? 0) & ~below) === 0)
  const isClosedAbove = order.every((before, place) => (before & above) === 0 || (above & bit(place)) !== 0)
  const isBetween = placesOf(above, count).every((place) => ((order[place] ?? 0) & below) === below)
  if ((below & above) !== 0 || !isClosedBelow || !isClosedAbove || !isBetween) return undefined
  return [...order.map((before, place) => ((above & bit(place)) === 0 ? before : before | bit(count))), below]
}

/** Every partial order of so many places: 1, 3, 19, 219, 4,231 of them, from one place on. */
export const partialOrders = (count: number): readonly PartialOrder[] => {
  if (count === 0) return [[]]
  const masks = Array.from({ length: 1 << (count - 1) }, (_, mask) => mask)
  return partialOrders(count - 1).flatMap((order) =>
    masks.flatMap((below) =>
      masks.flatMap((above) => [extended(order, below, above)].flatMap((one) => (one ? [one] : []))),
    ),
  )
}
