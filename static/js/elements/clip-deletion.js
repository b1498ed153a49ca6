/* <clip-deletion>…clips…</clip-deletion>: Delete or Backspace deletes the clips that are selected, else the one that is
   focused; Ctrl or Cmd and Z undoes it while that is offered, and a right click opens the clip's menu. */
import { selectionBar } from "../lib/clip-selection-bar.js";
import { isCommand, isOurs, keyOf } from "../lib/keys.js";
import { announce } from "../lib/live.js";

const OFFER = "#flash [data-undo]"

class ClipDeletion extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    document.addEventListener("keydown", (event) => this.onKey(event), signal)
    document.addEventListener("htmx:afterRequest", (event) => this.tell(event.detail.requestConfig.elt), signal)
    this.addEventListener("contextmenu", (event) => this.openMenu(event), signal)
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  onKey(event) {
    if (!isOurs(event) || event.repeat) return
    const [form, button] = isCommand(event) ? [this.undoFor(event)] : this.deletionFor(event)
    if (!form && !button) return
    event.preventDefault()
    if (button) button.click()
    else form.requestSubmit()
  }

  /* The form of the focused clip, or the button of the selected ones. */
  deletionFor(event) {
    if (!["Delete", "Backspace"].includes(event.key)) return []
    const bar = selectionBar()
    if (bar) return [null, bar.querySelector("[data-delete]")]
    const card = this.contains(document.activeElement) && document.activeElement.closest(".card")
    return card ? [card.querySelector("[data-delete]")] : []
  }

  undoFor(event) {
    const isUndo = keyOf(event) === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
    return isUndo ? document.querySelector(OFFER) : null
  }

  openMenu(event) {
    const menu = event.target.closest(".card")?.querySelector(".card__menu")
    if (!menu || event.shiftKey) return
    event.preventDefault()
    menu.open = true
    menu.querySelector("a, button").focus()
  }

  /* The messages are replaced as a whole, which is spoken by some screen readers only. */
  tell(form) {
    if (!form.matches("[data-delete], [data-undo]")) return
    const flash = document.getElementById("flash")
    const key = flash.querySelector("[data-undo]") ? " Press Control or Command and Z to undo." : ""
    announce(flash.textContent.replace(/\s+/g, " ").replace(/ Undo $/, "").trim() + key)
  }
}

customElements.define("clip-deletion", ClipDeletion)
