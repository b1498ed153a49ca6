/* For every page: close popovers, report lost sessions and networks. */
import "./elements/copy-field.js";
import "./elements/time-ago.js";
import { showWarning } from "./lib/live.js";

/* A <details data-popover> closes by Escape, by a click elsewhere and when the focus leaves it. */
const opened = () => document.querySelectorAll("details[data-popover][open]")

document.addEventListener("click", (event) => {
  for (const popover of opened()) if (!popover.contains(event.target)) popover.open = false
})

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const popover of opened()) {
    popover.open = false
    popover.querySelector("summary").focus()
  }
})

document.addEventListener("focusin", (event) => {
  // Pressing a label focuses <main>, where nobody goes by key; and Chromium 156 loses the whole page when a
  // list closes between the press and the release on a label in it.
  if (event.target.tabIndex < 0) return
  for (const popover of opened()) if (!popover.contains(event.target)) popover.open = false
})

/* What is dropped beside the place for it opens nothing. A text may be dropped into a field. */
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    const { types } = event.dataTransfer
    if (event.defaultPrevented || !(types.includes("Files") || types.includes("text/uri-list"))) return
    event.preventDefault()
    event.dataTransfer.dropEffect = "none"
  })
}

/* Dialogs, where the browser has no invoker commands; and forms that close their dialog once they succeed. */
const knowsCommands = "commandForElement" in HTMLButtonElement.prototype
document.addEventListener("click", (event) => {
  if (knowsCommands) return
  const opens = document.getElementById(event.target.closest("[data-opens]")?.dataset.opens)
  if (opens && !opens.open) opens.showModal()
  document.getElementById(event.target.closest("[data-closes]")?.dataset.closes)?.close()
})
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.closest("[data-closes-after]")) event.target.closest("dialog")?.close()
})

/* After "Show older" the focus moves to the first new item. */
let lastBefore
document.addEventListener("htmx:beforeSwap", (event) => {
  const more = event.detail.target?.closest("[data-more]")
  if (more?.contains(document.activeElement)) lastBefore = more.previousElementSibling
})
document.addEventListener("htmx:afterSettle", () => {
  lastBefore?.nextElementSibling?.querySelector("a:not([tabindex]), button")?.focus({ preventScroll: true })
  lastBefore = undefined
})

/* Signed out in another tab: show the sign-in page in the whole window, not inside a piece. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const response = new URL(event.detail.xhr.responseURL || location.href)
  if (response.pathname !== "/sign-in/" || location.pathname === "/sign-in/") return
  event.detail.shouldSwap = false
  location.assign(`/sign-in/?next=${encodeURIComponent(location.pathname + location.search)}`)
})

/* Swap responses of 422 (invalid form) and 409 (refused), too: they say why. */
const swapRefusals = (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true
    event.detail.isError = false
  }
}
document.addEventListener("htmx:beforeSwap", swapRefusals)

/* The element that made a request may be gone when the response arrives, because its piece of the page was redrawn.
   htmx then finds no targets for the response's pieces around it: look in the whole page instead. */
const inTheWholePage = (event) => {
  if (event.detail.target.isConnected) return
  swapRefusals(event)
  const { shouldSwap, serverResponse } = event.detail
  if (!shouldSwap || !serverResponse) return
  event.detail.shouldSwap = false
  window.htmx.swap(document.body, serverResponse, { swapStyle: "none" })
}

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target?.addEventListener("htmx:beforeSwap", inTheWholePage)
})

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.elt.closest("[data-quiet]")) return
  const status = event.detail.xhr.status
  showWarning(status === 404 ? "It no longer exists. Reload the page." : "That didn't work. Reload the page and try again.")
})

document.addEventListener("htmx:sendError", (event) => {
  if (!event.detail.elt.closest("[data-quiet]")) showWarning("Can't reach the studio. Nothing was lost; try again in a moment.")
})

/* Remove success messages after a while; the offer to undo later, and not from under a hand. */
const SHOWN_MS = 6000
const OFFERED_MS = 30_000
const isHeld = (message) => message.matches(":hover, :focus-within")
const removeLater = (message) => {
  const remove = () => (isHeld(message) ? setTimeout(remove, SHOWN_MS) : message.remove())
  setTimeout(remove, "undo" in message.dataset ? OFFERED_MS : SHOWN_MS)
}
const flashed = new WeakSet()
const clearMessages = () => {
  for (const message of document.querySelectorAll("#flash .message--go")) {
    if (!flashed.has(message)) removeLater(message)
    flashed.add(message)
  }
}
new MutationObserver(clearMessages).observe(document.body, { childList: true })
clearMessages()
