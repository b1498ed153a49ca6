/* The stacks on the library's wall: cards with data-stack. One that is fanned out is a card with data-fanned for each of
   its takes, side by side. */

export const takesOf = (stack) => [...document.querySelectorAll(`#grid [data-fanned][data-stack="${stack}"]`)]

/* Return the card that a changed one replaces, null if that is new on the wall, or undefined if it isn't shown now. */
export function findPlace(fresh) {
  const { stack, fanned, takes } = fresh.dataset
  const same = document.getElementById(fresh.id)
  if (stack === undefined) return same
  const shown = takesOf(stack)
  if (fanned !== undefined) return shown.includes(same) ? same : insertTake(shown.at(-1), fresh)
  if (shown.length === 0) return document.querySelector(`#grid [data-stack="${stack}"]`) ?? same
  if (takes) return undefined
  for (const other of shown.slice(1)) other.remove() // one is left
  return shown[0]
}

/* A new take of a stack that is fanned out stands behind the last one. */
function insertTake(last, fresh) {
  if (!last || !fresh.dataset.number) return undefined
  const place = document.createElement("article")
  last.after(place)
  return place
}
