/* <clip-stacks>…cards…</clip-stacks>: a stack's button fans its takes out in its place, or folds them; Escape folds the
   stack in which the focus is, or the first one if it is nowhere. The focus stays on the button. */
import { isCommand, isOurs } from "../lib/keys.js";
import { announce } from "../lib/live.js";
import { takesOf } from "../lib/stacks.js";

const TOGGLE = "[data-toggle-stack]"
const SOMETHING_ELSE = "[data-selecting], clip-viewer:not([hidden]), details[data-popover][open]" // that Escape ends first

class ClipStacks extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.addEventListener("htmx:beforeSwap", (event) => this.fold(event.detail), signal)
    document.addEventListener("htmx:afterRequest", (event) => this.focusToggle(event.detail), signal)
    document.addEventListener("keydown", (event) => this.onKey(event), { capture: true, ...signal })
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  onKey(event) {
    if (event.key !== "Escape" || !isOurs(event) || isCommand(event) || document.querySelector(SOMETHING_ELSE)) return
    const { activeElement, body } = document
    const take = activeElement === body ? this.querySelector("[data-fanned]") : activeElement?.closest("[data-fanned]")
    take?.querySelector(TOGGLE)?.click()
  }

  /* The folded card takes the place of one take; the other ones go. */
  fold({ requestConfig, target, shouldSwap }) {
    if (!shouldSwap || !requestConfig.elt.matches(TOGGLE)) return
    this.stack = target.dataset.stack
    if (target.hasAttribute("data-fanned")) for (const take of takesOf(this.stack)) if (take !== target) take.remove()
  }

  focusToggle({ requestConfig, successful }) {
    if (!successful || !requestConfig.elt.matches(TOGGLE)) return
    const card = this.querySelector(`[data-stack="${this.stack}"]`)
    const toggle = card?.querySelector(TOGGLE)
    const link = toggle ?? card?.querySelector(".card__prompt a")
    link?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: "nearest" })
    const count = takesOf(this.stack).length
    announce(count ? `${count} takes. Press Escape to stack them.` : "Stacked.")
  }
}

customElements.define("clip-stacks", ClipStacks)
