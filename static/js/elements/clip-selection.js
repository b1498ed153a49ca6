/* <clip-selection>…cards with checkboxes…<div id="selection-bar">…</clip-selection>: selects clips by their boxes,
   Ctrl or Cmd and a click, Shift and a click (up to there), a rectangle drawn on empty space, and keys: X, Shift and
   an arrow, Ctrl+A, Escape. The checked boxes are the selection; a card that is replaced keeps its own.
   With a stack, all its takes are selected. */
import { isCommand, isOurs, keyOf } from "../lib/keys.js";
import { Lasso } from "../lib/lasso.js";

const NOT_THE_PICTURE = ".card__tools, .rating, .card__select, .actions, button"
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: "up", ArrowDown: "down" }

class ClipSelection extends HTMLElement {
  chosen = new Set()

  connectedCallback() {
    this.bar = this.querySelector("#selection-bar")
    this.button = document.querySelector("[data-select]")
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.addEventListener("click", (event) => this.onClick(event), { capture: true, ...signal })
    this.addEventListener("change", (event) => this.onChange(event), signal)
    document.addEventListener("keydown", (event) => this.onKey(event), signal)
    this.button?.addEventListener("click", () => this.setSelecting(!this.isSelecting), signal)
    this.bar.querySelector("[data-clear]").addEventListener("click", () => this.clear(), signal)
    this.bar.addEventListener("htmx:afterRequest", (event) => this.afterAct(event), signal)
    new Lasso(this, (cards, isMore) => this.choose([...(isMore ? this.chosen : []), ...cards.flatMap(idsOf)]), signal)
    this.watcher = new MutationObserver(() => this.sync())
    this.watcher.observe(this, { childList: true, subtree: true })
    const composer = document.querySelector(".composer--dock")
    if (!composer) return
    this.sizes = new ResizeObserver(() => this.style.setProperty("--below", `${composer.offsetHeight}px`))
    this.sizes.observe(composer)
  }

  disconnectedCallback() {
    this.listening.abort()
    this.watcher.disconnect()
    this.sizes?.disconnect()
  }

  get cards() {
    return [...this.querySelectorAll(".card:has(.card__select)")]
  }

  get isSelecting() {
    return this.hasAttribute("data-selecting")
  }

  isChosen(card) {
    return idsOf(card).every((id) => this.chosen.has(id))
  }

  /* -- actions */

  choose(ids) {
    this.chosen = new Set(ids)
    this.sync()
  }

  toggle(card) {
    const ids = idsOf(card)
    const isChosen = this.isChosen(card)
    for (const id of ids) isChosen ? this.chosen.delete(id) : this.chosen.add(id)
    this.last = ids[0]
    this.sync()
  }

  /* Up to this card, from the one that was chosen last. */
  extendTo(card) {
    const cards = this.cards
    const from = cards.findIndex((one) => idsOf(one).includes(this.last))
    const to = cards.indexOf(card)
    const range = cards.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1)
    this.choose([...this.chosen, ...range.flatMap(idsOf)])
  }

  clear() {
    this.setSelecting(false)
    this.choose([])
  }

  setSelecting(isOn) {
    this.wantsToSelect = isOn
    if (!isOn) this.chosen.clear()
    this.sync()
  }

  /* Write the selection into the boxes, also of cards that were replaced; what is no longer shown isn't selected. */
  sync() {
    const cards = this.cards
    const shown = new Set(cards.flatMap(idsOf))
    for (const id of this.chosen) if (!shown.has(id)) this.chosen.delete(id)
    for (const card of cards) {
      const isChosen = this.isChosen(card)
      boxOf(card).checked = isChosen
      if (card.hasAttribute("data-selected") !== isChosen) card.toggleAttribute("data-selected", isChosen)
    }
    const count = this.chosen.size
    const isSelecting = count > 0 || Boolean(this.wantsToSelect)
    if (this.isSelecting !== isSelecting) this.toggleAttribute("data-selecting", isSelecting)
    this.button?.setAttribute("aria-pressed", String(isSelecting))
    if (this.bar.hidden === isSelecting) this.bar.hidden = !isSelecting
    const text = count === 1 ? "1 selected" : `${count} selected`
    const output = this.bar.querySelector("[data-count]")
    if (output.textContent !== text) output.textContent = text
  }

  /* -- events */

  onClick(event) {
    const card = event.target.closest(".card:has(.card__select)")
    if (!card || event.target.closest(NOT_THE_PICTURE)) return
    const isMore = event.ctrlKey || event.metaKey
    if (!(isMore || event.shiftKey || this.isSelecting)) return
    event.preventDefault()
    event.stopPropagation()
    if (event.shiftKey) this.extendTo(card)
    else this.toggle(card)
  }

  onChange(event) {
    const card = event.target.name === "clip" && event.target.closest(".card")
    if (card) this.toggle(card)
  }

  onKey(event) {
    if (!isOurs(event)) return
    const key = keyOf(event)
    const card = document.activeElement?.closest(".card:has(.card__select)") ?? null
    if (key === "a" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault()
      return this.choose(this.cards.flatMap(idsOf))
    }
    if (isCommand(event)) return
    if (key === "Escape" && this.isSelecting && !document.querySelector("details[data-popover][open]")) return this.clear()
    if (key === "x" && card) this.toggle(card)
    else if (event.shiftKey && STEPS[key] && card) this.step(event, card, STEPS[key])
  }

  step(event, card, step) {
    const next = typeof step === "number" ? this.cards[this.cards.indexOf(card) + step] : nearest(this.cards, card, step)
    if (!next) return
    event.preventDefault()
    this.choose([...this.chosen, ...idsOf(card), ...idsOf(next)])
    this.last = idsOf(next)[0]
    next.querySelector(".card__prompt a").focus()
  }

  afterAct({ detail, target }) {
    if (!detail.successful) return
    const popover = target.closest("details")
    if (popover) popover.open = false
    if (target.matches("[data-tag]")) target.reset()
  }
}

const boxOf = (card) => card.querySelector("[name=clip]")
const idsOf = (card) => boxOf(card).value.split(" ") // a stack's takes

/* The card above or below, by the middles of their pictures. */
function nearest(cards, card, direction) {
  const middle = (one) => {
    const box = one.getBoundingClientRect()
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 }
  }
  const from = middle(card)
  const there = cards
    .map((one) => ({ one, ...middle(one) }))
    .filter(({ y }) => (direction === "down" ? y > from.y + 20 : y < from.y - 20))
  there.sort((a, b) => Math.hypot(a.x - from.x, (a.y - from.y) * 3) - Math.hypot(b.x - from.x, (b.y - from.y) * 3))
  return there[0]?.one
}

customElements.define("clip-selection", ClipSelection)
