/* <rating-keys>…clips…</rating-keys>: keys 1 to 5 rate the clips that are selected; else the one that is focused or
   pointed at, or the only one; 0 clears its rating. */
import { selectionBar } from "../lib/clip-selection-bar.js";
import { isCommand, isOurs } from "../lib/keys.js";
import { announce } from "../lib/live.js";

const DIGIT = /^(?:Digit|Numpad)([0-5])$/

class RatingKeys extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController()
    document.addEventListener("keydown", (event) => this.onKey(event), { signal: this.listening.signal })
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  onKey(event) {
    const rating = ratingOf(event)
    const form = rating && isOurs(event) && !isCommand(event) && !event.repeat && this.rated
    if (!form) return
    event.preventDefault()
    const button = form.querySelector(`[value="${rating}"]`)
    if (!button || button.getAttribute("aria-pressed") === "true") return
    button.click()
    announce(rating === "0" ? "Rating cleared." : `Rated ${rating} of 5.`)
  }

  get rated() {
    const bar = selectionBar()
    if (bar) return bar.querySelector(".rating")
    const card = document.activeElement?.closest(".card") ?? this.querySelector(".card:hover")
    if (card) return card.querySelector(".rating")
    const all = this.querySelectorAll(".rating")
    return all.length === 1 ? all[0] : null
  }
}

/* A French keyboard types digits with Shift only: there, the key counts. */
function ratingOf(event) {
  if (/^[0-5]$/.test(event.key)) return event.key
  return event.shiftKey ? "" : DIGIT.exec(event.code)?.[1]
}

customElements.define("rating-keys", RatingKeys)
