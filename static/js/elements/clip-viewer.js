/* <clip-viewer hidden>: a clip, large above the wall. Opens by itself when the clip that was requested on this page is
   ready, unless somebody has turned to something else meanwhile. P and N walk to the clips beside it, Escape closes. The
   composer stays in reach below it. While it is closed, the keys walk on the wall (lib/wall-keys.js). */
import { isCommand, isOurs, keyOf } from "../lib/keys.js";
import { announce } from "../lib/live.js";
import { walkWall } from "../lib/wall-keys.js";

const WALKS = { p: -1, n: 1 }
const TYPED_MS = 4000

class ClipViewer extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.resizing = new ResizeObserver(() => this.fit())
    document.addEventListener("generation-requested", () => this.expect(), signal)
    document.addEventListener("piece-changed", (event) => this.changed(event.target), signal)
    document.addEventListener("click", (event) => this.turnAway(event), signal)
    document.addEventListener("input", () => (this.typedAt = performance.now()), signal)
    document.addEventListener("keydown", (event) => this.key(event), signal)
    addEventListener("resize", () => this.fit(), signal)
    this.addEventListener("click", (event) => this.press(event))
  }

  disconnectedCallback() {
    this.listening.abort()
    this.resizing.disconnect()
  }

  get cards() {
    return [...document.querySelectorAll("#grid .card")].filter((card) => card.querySelector("hover-video"))
  }

  get card() {
    return document.getElementById(this.shownId) ?? this.cards.find((card) => card.dataset.stack === this.stack)
  }

  get covered() {
    return [...this.parentElement.children].filter((part) => part !== this && !part.matches("prompt-composer, live-changes"))
  }

  /* -- when it opens by itself */

  expect() {
    this.after = Math.max(0, ...[...document.querySelectorAll("#grid [data-number]")].map((card) => Number(card.dataset.number)))
  }

  /* Whoever clicks on the wall or in the menus looks at something else. */
  turnAway(event) {
    if (!event.target.closest("prompt-composer, clip-viewer, [data-prompt]")) this.after = undefined
  }

  changed(card) {
    const isRequested = this.after !== undefined && Number(card.dataset?.number) > this.after
    if (!isRequested || !card.querySelector("hover-video") || document.querySelector("dialog[open]")) return
    this.after = undefined
    if (this.hidden) this.open(card)
  }

  /* -- opening, walking, closing */

  async open(card) {
    this.shownId = card.id
    this.stack = card.dataset.stack
    this.setAttribute("aria-busy", "true")
    await window.htmx.ajax("GET", `${card.querySelector(".card__screen").href}?piece=viewer`, { source: this, target: this, swap: "innerHTML" })
    this.removeAttribute("aria-busy")
    if (this.shownId !== card.id || !this.querySelector("video-player")) return
    const had = this.contains(document.activeElement)
    this.hidden = false
    for (const part of this.covered) part.inert = true
    this.fit()
    this.resizing.observe(this.dock ?? this)
    this.disableEnds()
    if (had || this.mayTakeFocus()) this.querySelector("video-player").focus({ preventScroll: true })
    announce(`${card.ariaLabel} is open. Press Escape to close it.`)
  }

  /* Not from somebody who writes the next prompt. */
  mayTakeFocus() {
    const field = document.activeElement?.matches("textarea, input:not([type=range])") && document.activeElement
    return !field || (!field.value && performance.now() - (this.typedAt ?? -TYPED_MS) > TYPED_MS)
  }

  close() {
    if (this.hidden) return
    const had = this.contains(document.activeElement) || document.activeElement === document.body
    this.hidden = true
    this.replaceChildren()
    for (const part of this.covered) part.inert = false
    if (had) (this.card?.querySelector(".card__prompt a") ?? document.getElementById("prompt"))?.focus()
  }

  walk(by) {
    const { cards } = this
    const to = cards[cards.indexOf(this.card) + by]
    if (to) this.open(to)
  }

  disableEnds() {
    const at = this.cards.indexOf(this.card)
    this.querySelector("[data-walk='-1']").disabled = at <= 0
    this.querySelector("[data-walk='1']").disabled = at < 0 || at === this.cards.length - 1
  }

  press({ target }) {
    const walk = target.closest("[data-walk]")
    if (walk) this.walk(Number(walk.dataset.walk))
    else if (target.closest("[data-close-viewer], [hx-target^='#slot-']")) this.close()
  }

  key(event) {
    if (this.hidden) return walkWall(event, [...document.querySelectorAll("#grid .card")]) && event.preventDefault()
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return
    if (event.key === "Escape" && !document.querySelector("details[data-popover][open]")) return this.close()
    if (isOurs(event) && !isCommand(event) && WALKS[keyOf(event)]) this.walk(WALKS[keyOf(event)])
  }

  /* -- between the header and the composer */

  get dock() {
    return document.querySelector(".composer--dock")
  }

  fit() {
    if (this.hidden) return
    const top = document.querySelector("body > header")?.getBoundingClientRect().bottom ?? 0
    const bottom = this.dock ? innerHeight - this.dock.getBoundingClientRect().top : 0
    this.style.setProperty("--top", `${Math.max(0, top)}px`)
    this.style.setProperty("--bottom", `${Math.max(0, bottom)}px`)
  }
}

customElements.define("clip-viewer", ClipViewer)
