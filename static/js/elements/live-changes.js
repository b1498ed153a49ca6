/* <live-changes hx-get="…/changes/?since=N" hx-trigger="every 2s"><template>changed pieces</template></live-changes>
   Puts each changed piece where its id already is; a new card goes first into [data-new-first]. While the page
   is hidden it asks seldom; when the page is looked at again, or somebody pressed a button on it, at once. */
import { say, tell } from "../lib/live.js";

const HIDDEN_EVERY_MS = 30_000
const SAY_LOST_AFTER = 3
let lastAsked = 0
let lost = 0

class LiveChanges extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:beforeRequest", (event) => this.beforeAsking(event))
    this.addEventListener("htmx:responseError", (event) => this.refused(event))
    this.addEventListener("htmx:sendError", () => this.cannotAsk())
    this.addEventListener("htmx:afterOnLoad", () => this.canAsk())
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    document.addEventListener("visibilitychange", () => document.hidden || this.askNow(), signal)
    document.addEventListener("htmx:afterRequest", (event) => this.afterPress(event.detail), signal)
    const template = this.querySelector("template")
    if (template) queueMicrotask(() => this.arrive(template.content))
    this.title()
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  beforeAsking(event) {
    if (event.target !== this) return
    if (document.hidden && performance.now() - lastAsked < HIDDEN_EVERY_MS) event.preventDefault()
    else lastAsked = performance.now()
  }

  askNow() {
    window.htmx?.ajax("GET", this.getAttribute("hx-get"), { source: this, target: this, swap: "outerHTML" })
  }

  /* A button may have begun something while nothing moved. The composer's answer brings its own pulse. */
  afterPress({ requestConfig, successful }) {
    if (successful && requestConfig.verb !== "get" && requestConfig.elt.id !== "composer") this.askNow()
  }

  /* What this page shows is not there for this visitor any more (a link was taken back): the page itself says so. */
  refused(event) {
    if (event.target === this && event.detail.xhr.status === 404) location.reload()
  }

  cannotAsk() {
    lost += 1
    if (lost === SAY_LOST_AFTER) tell("The studio cannot be reached. What you see may be out of date.")
  }

  canAsk() {
    if (lost >= SAY_LOST_AFTER) tell("")
    lost = 0
  }

  /* -- what changed */

  arrive(content) {
    for (const fresh of [...content.children]) {
      const old = document.getElementById(fresh.id)
      if (old) this.replace(old, fresh)
      else if (this.isNew(fresh)) this.putFirst(fresh)
    }
  }

  isNew(card) {
    const grid = document.querySelector("[data-new-first]")
    if (!grid || !card.dataset.number) return false
    const newest = grid.querySelector("[data-number]")
    return !newest || Number(card.dataset.number) > Number(newest.dataset.number)
  }

  putFirst(card) {
    document.querySelector("[data-empty]")?.remove()
    document.querySelector("[data-with-clips]")?.removeAttribute("hidden")
    document.querySelector("[data-new-first]").prepend(card)
    card.classList.add("card--new")
    this.alive(card)
  }

  /* A film that plays under the pointer, and a question that is being answered, are not pulled away. */
  replace(old, fresh) {
    if (old.isEqualNode(fresh)) return
    if (old.take) return old.take(fresh) // it knows better what of it is different
    if (old.querySelector("hover-video")?.isPlaying) return this.later(old, fresh)
    if (old.dataset.state === fresh.dataset.state && old.querySelector("[name=sure]")) return
    const hadFocus = old.contains(document.activeElement)
    old.replaceWith(fresh)
    this.alive(fresh, old.dataset.state)
    if (hadFocus) fresh.querySelector("a[href], button")?.focus({ preventScroll: true })
  }

  later(old, fresh) {
    const retry = setInterval(() => {
      if (old.querySelector("hover-video")?.isPlaying) return
      clearInterval(retry)
      const now = document.getElementById(fresh.id)
      if (now === old) this.replace(old, fresh)
    }, 500)
  }

  alive(piece, wasState) {
    window.htmx?.process(piece)
    if (piece.dataset.say && piece.dataset.state !== wasState) say(piece.dataset.say)
  }

  /* "(2) Library · Lighthouse film" */
  title() {
    if (this.dataset.moving === undefined) return
    const plain = document.title.replace(/^\(\d+\) /, "")
    const moving = Number(this.dataset.moving)
    document.title = moving ? `(${moving}) ${plain}` : plain
  }
}

customElements.define("live-changes", LiveChanges)
