/* The keys of the library's wall: arrows, J and L walk from clip to clip, K plays and pauses. */
import { isCommand, isOurs, keyOf } from "./keys.js";

const STEPS = { j: -1, l: 1, ArrowLeft: -1, ArrowRight: 1 }
const ROWS = { ArrowUp: -1, ArrowDown: 1 }
const LINK = ".card__prompt a"

/* cards: all cards, in the order of the wall. Return whether the key was used. */
export function walkWall(event, cards) {
  if (!isOurs(event) || isCommand(event) || event.shiftKey) return false
  const key = keyOf(event)
  const card = document.activeElement?.closest("#grid .card")
  if (!card && (key.length > 1 || !(key in STEPS))) return false // the arrows scroll the page
  if (key === "k") return Boolean(card.querySelector("hover-video")?.toggle())
  const next = key in ROWS ? nearest(card, cards, ROWS[key]) : key in STEPS && (card ? cards[cards.indexOf(card) + STEPS[key]] : cards[0])
  if (!next) return false
  next.querySelector(LINK).focus({ preventScroll: true })
  next.scrollIntoView({ block: "nearest" })
  return true
}

/* The card of the next row, up (-1) or down (1), that stands nearest below or above this one. */
function nearest(card, cards, way) {
  const from = card.getBoundingClientRect()
  const middle = (box) => box.left + box.width / 2
  const boxes = cards.map((one) => [one, one.getBoundingClientRect()])
  const beyond = boxes.filter(([, box]) => (way > 0 ? box.top >= from.bottom - 1 : box.bottom <= from.top + 1))
  const cost = ([, box]) => Math.abs(box.top - from.top) * 4 + Math.abs(middle(box) - middle(from))
  return beyond.sort((one, other) => cost(one) - cost(other))[0]?.[0]
}
