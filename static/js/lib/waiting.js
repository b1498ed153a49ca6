/* How far a clip is and how long it still takes, from what is known: the seconds since it was sent, how long
   such a clip usually takes, and what the maker said (0 to 1) when it was `told` seconds old. */
import { clock } from "./times.js";

export function outlook({ passed, usual, progress, told = passed }) {
  const left = remaining({ passed, usual, progress, told })
  if (left === null) return { part: progress ?? null, words: `${clock(passed)} so far` }
  const part = Math.max(progress ?? 0, Math.min(0.96, passed / (passed + left)))
  return { part, words: left < 1.5 ? "any moment now" : `~${clock(left)} left` }
}

/* The maker's own word counts more the further it is; a guess that ran out says "any moment now". */
function remaining({ passed, usual, progress, told }) {
  if (progress >= 0.1 && progress < 1) return Math.max(0, (told * (1 - progress)) / progress - (passed - told))
  if (usual === undefined || usual === null) return null
  return Math.max(0, usual - passed)
}
