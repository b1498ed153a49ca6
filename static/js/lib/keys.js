/* Whether a key belongs to the page: not while somebody types, chooses, or has a dialog open. */

const TYPING = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]"

export function isOurs(event) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return false
  return !event.target.closest?.(TYPING)
}
