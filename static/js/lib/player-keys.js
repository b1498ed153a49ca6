/* The keys of a player, as an editing program has them. */
import { isCommand, isOurs, keyOf } from "./keys.js";

const ACTIONS = {
  " ": "toggle", k: "stop", j: "backward", l: "forward", ArrowLeft: "back", ArrowRight: "forth",
  ArrowUp: "previous", ArrowDown: "next", Home: "home", End: "end", i: "markIn", o: "markOut", x: "clearMarks",
  m: "mute", "<": "slower", ">": "faster", f: "full", "?": "keys",
}
const SELECTING = /^Arrow(Up|Down)$/ // with Shift, of the strip
const OWN_KEYS = /^(Arrow|Home|End|Page)/ // of a slider and a radio button

/* The action that a key press asks this player for, or undefined. Buttons and links keep their own space bar, other
   sliders than the scrubber their arrows. */
export function actionFor(event, player) {
  if (!isOurs(event, player) || isCommand(event)) return undefined
  if (event.key === " " && event.target.closest("button, summary, a, [type=radio]")) return undefined
  if (OWN_KEYS.test(event.key) && event.target.matches?.("[type=radio], [type=range]:not([data-scrub])")) return undefined
  if (event.shiftKey && SELECTING.test(event.key)) return undefined
  return ACTIONS[keyOf(event)]
}
