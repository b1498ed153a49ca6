/* How far a clip is and how long it still takes, from what is known: the seconds since it was sent, how long
   such a clip usually takes, and what the maker said (0 to 1) when it was `told` seconds old. */
import { clock } from "./times.js";

const SLOWEST = 0.25 // a count-down whose clip takes longer goes slower; it never goes back up
const FASTEST = 3
const LONG = 3 // times the usual wait: "any moment now" would be a fib by then

/* `shown` is what was shown `elapsed` seconds ago: the count-down goes on from there. */
export function outlook({ shown, elapsed = 0, ...known }) {
  const left = glide(shown, remaining(known), elapsed)
  return { left, part: partOf(known, left), words: inWords(left, known) }
}

/* The maker's own word counts more the further it is; null when nobody knows. */
function remaining({ passed, usual, progress, told = passed }) {
  if (progress >= 0.1 && progress < 1) return Math.max(0, (told * (1 - progress)) / progress - (passed - told))
  if (usual === undefined || usual === null) return null
  return Math.max(0, usual - passed)
}

/* What to show after `elapsed` seconds, on the way from what is `shown` to what is `left` by now. */
export function glide(shown, left, elapsed) {
  if (shown === undefined || shown === null || left === null) return left
  return Math.max(0, Math.min(shown - SLOWEST * elapsed, Math.max(left, shown - FASTEST * elapsed)))
}

function partOf({ passed, progress }, left) {
  if (left === null) return progress || null
  return Math.max(progress ?? 0, Math.min(0.96, passed / (passed + left)))
}

/* A guess that ran out says so. */
function inWords(left, { passed, usual }) {
  if (left === null) return `${clock(passed)} so far`
  if (left >= 1.5) return `~${clock(left)} left`
  return passed > LONG * usual ? "longer than usual" : "any moment now"
}
