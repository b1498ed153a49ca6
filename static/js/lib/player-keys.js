/* The keys of <cut-player>, as an editing program has them. */
import { isCommand, isOurs, keyOf } from "./keys.js";

const ACTIONS = {
  " ": "toggle", k: "stop", j: "backward", l: "forward", ArrowLeft: "back", ArrowRight: "forth",
  ArrowUp: "previous", ArrowDown: "next", Home: "home", End: "end", f: "full", "?": "keys",
}

/* The action that a key press asks for, or undefined. Buttons and links keep their own space bar. */
export function actionFor(event) {
  if (!isOurs(event) || isCommand(event)) return undefined
  if (event.key === " " && event.target.closest("button, summary, a")) return undefined
  return ACTIONS[keyOf(event)]
}
