/* Estimate a clip's progress and the time left from what is known: the seconds since it was sent, how long such a
   clip usually takes, and the progress (0 to 1) that the engine reported when the clip was `reportedAt` seconds old. */
import { clock } from "./times.js";

const SLOWEST = 0.25 // a slow clip's count-down slows down; it never goes back up
const FASTEST = 3
const LONG = 3 // times the usual wait, from which on "any moment now" would be untrue
const HOUR = 3600 // seconds; beyond it, an exact estimate would be made up

/* `shown` is what was shown `elapsed` seconds ago; the count-down continues from there. */
export function outlook({ shown, elapsed = 0, ...known }) {
  const left = glide(shown, remaining(known), elapsed)
  return { left, part: partOf(known, left), words: inWords(left, known) }
}

/* The engine's own progress counts from 10 % on; null if unknown. */
function remaining({ passed, usual, progress, reportedAt = passed }) {
  if (progress >= 0.1 && progress < 1) return Math.max(0, (reportedAt * (1 - progress)) / progress - (passed - reportedAt))
  if (usual === undefined || usual === null) return null
  return Math.max(0, usual - passed)
}

/* Return what to show after `elapsed` seconds, moving from what is `shown` towards what is `left`. */
export function glide(shown, left, elapsed) {
  if (shown === undefined || shown === null || left === null) return left
  return Math.max(0, Math.min(shown - SLOWEST * elapsed, Math.max(left, shown - FASTEST * elapsed)))
}

function partOf({ passed, progress }, left) {
  if (left === null) return progress || null
  return Math.max(progress ?? 0, Math.min(0.96, passed / (passed + left)))
}

function inWords(left, { passed, usual }) {
  if (left === null) return `${clock(passed)} so far`
  if (left >= HOUR) return passed > LONG * usual ? "longer than usual" : "over an hour left"
  if (left >= 1.5) return `~${clock(left)} left`
  return passed > LONG * usual ? "longer than usual" : "any moment now"
}
