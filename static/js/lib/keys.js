/* Which key was pressed, and whether it belongs to the page: not while somebody types, chooses, composes a letter, or
   has a dialog open. */

const TYPING = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]"
const POSITIONS = { BracketLeft: "[", BracketRight: "]", Minus: "-", Equal: "=", Digit0: "0" }
const LAST_LATIN = "~"

/* element: the part of the page that asks; a dialog in which it stands leaves it its keys. */
export function isOurs(event, element) {
  if (event.defaultPrevented || event.isComposing) return false
  if ([...document.querySelectorAll("dialog[open]")].some((dialog) => !dialog.contains(element ?? document.body))) return false
  return !event.target.closest?.(TYPING)
}

/* Return what was typed; where the layout has no Latin letters, what an American keyboard has at that position. */
export function keyOf(event) {
  if (event.isComposing) return ""
  if (event.key.length > 1) return event.key
  if (event.key <= LAST_LATIN) return event.key.toLowerCase()
  return POSITIONS[event.code] ?? (event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "")
}

/* AltGr, which Windows sends as Ctrl and Alt, and Option are how many layouts type "[" and "]": no commands. */
export function isCommand(event) {
  const isSymbol = event.key.length === 1 && /[^\p{L}\p{N}\s]/u.test(event.key)
  if (isSymbol && event.altKey) return false
  return event.ctrlKey || event.metaKey || event.altKey
}

export function isCtrlEnter(event) {
  return (event.ctrlKey || event.metaKey) && keyOf(event) === "Enter"
}
