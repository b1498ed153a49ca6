/* A press on Generate counts only for the price that is on the button. While a price is on its way, the press waits:
   it goes through when the price is the same, or when the new button spends nothing by itself because it opens a
   confirmation; otherwise it is dropped with a word. */
import { announce } from "./live.js";

export class GeneratePress {
  constructor(composer) {
    this.composer = composer
    composer.addEventListener("pointerdown", (event) => this.onPointerDown(event))
    composer.addEventListener("submit", (event) => this.onSubmit(event), true)
    composer.addEventListener("htmx:beforeRequest", (event) => this.onQuote(event, true))
    composer.addEventListener("htmx:afterRequest", (event) => this.onQuote(event, false))
    composer.addEventListener("htmx:beforeSwap", (event) => this.onSwap(event))
  }

  get settings() {
    return this.composer.querySelector("#composer-settings")
  }

  get button() {
    return this.composer.querySelector("#generate")
  }

  /* A new button between press and release would lose the click: keep this one, and ask for the price once more. */
  onPointerDown(event) {
    if (!event.target.closest("#generate")) return
    this.isDown = true
    addEventListener("pointerup", () => setTimeout(() => this.release()), { once: true })
  }

  release() {
    this.isDown = false
    if (this.isStale) this.settings.dispatchEvent(new Event("change", { bubbles: true }))
  }

  onSwap(event) {
    if (event.detail.target?.id !== "composer-settings" || !this.isDown) return
    event.detail.shouldSwap = false
    this.isStale = true
  }

  onQuote(event, isOnItsWay) {
    if (event.detail.target?.id !== "composer-settings") return
    this.isQuoting = isOnItsWay
    if (isOnItsWay) this.isStale = false
    else setTimeout(() => this.goOn()) // an older request may have made way for a newer one
  }

  onSubmit(event) {
    if (!this.isQuoting && !this.isStale) return
    event.preventDefault()
    event.stopPropagation()
    this.pressedAt = this.textOf(this.button)
  }

  goOn() {
    if (this.isQuoting || this.isStale || !this.pressedAt) return
    const text = this.textOf(this.button)
    if (text === this.pressedAt || "confirms" in this.button.dataset) this.composer.form.requestSubmit()
    else {
      this.button.focus()
      announce(`The price changed: ${text}`)
    }
    this.pressedAt = undefined
  }

  textOf(button) {
    return [...button.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join(" ").replace(/\s+/g, " ").trim()
  }
}
