/* <live-changes hx-get="…/changes/?since=N" hx-trigger="every 2s"><template>changed pieces</template></live-changes>
   Polls for changes: replaces each changed piece by its id and puts new cards first into [data-new-first]. Polls
   seldom while the page is hidden, or nobody uses it and nothing is in progress; and at once when it is shown again
   or a button was pressed. */
import { announce, showWarning } from "../lib/live.js";
import { isAtRest, noteLife } from "../lib/pace.js";
import { findPlace } from "../lib/stacks.js";

const HIDDEN_EVERY_MS = 30_000
const AT_REST_EVERY_MS = 10_000
const TELL_AFTER = 3
let lastPoll = 0
let failures = 0
let isPolling = false
let isWanted = false // another poll, after the one under way

class LiveChanges extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:beforeRequest", (event) => this.beforePoll(event))
    this.addEventListener("htmx:responseError", (event) => this.refused(event))
    this.addEventListener("htmx:sendError", () => this.failed())
    this.addEventListener("htmx:afterOnLoad", () => this.succeeded())
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    document.addEventListener("visibilitychange", () => document.hidden || this.poll(), signal)
    document.addEventListener("htmx:afterRequest", (event) => this.afterAction(event.detail), signal)
    const template = this.querySelector("template")
    if (template) {
      noteLife()
      queueMicrotask(() => this.apply(template.content))
    }
    this.updateTitle()
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  beforePoll(event) {
    if (event.target !== this) return
    if (performance.now() - lastPoll < this.restMs) event.preventDefault()
    else {
      lastPoll = performance.now()
      isPolling = true
    }
  }

  get restMs() {
    if (document.hidden) return HIDDEN_EVERY_MS
    return isAtRest() && !this.isExpecting ? AT_REST_EVERY_MS : 0
  }

  /* Something will change by itself: a clip is in progress, or a shot that a client waits for. */
  get isExpecting() {
    return "expecting" in this.dataset || Number(this.dataset.moving) > 0
  }

  /* What is under way may have been answered before the latest action: then ask again once it is back. */
  poll() {
    isWanted = isPolling
    if (!isPolling) this.ask()
  }

  ask() {
    window.htmx?.ajax("GET", this.getAttribute("hx-get"), { source: this, target: this, swap: "outerHTML" })
  }

  /* An action may start something while the page isn't polling. The composer's response brings its own poll. */
  afterAction({ requestConfig, successful }) {
    if (requestConfig.elt instanceof LiveChanges) return this.afterPoll()
    if (successful && requestConfig.verb !== "get" && requestConfig.elt.id !== "composer") this.poll()
  }

  afterPoll() {
    isPolling = false
    if (isWanted) this.poll()
  }

  /* A share link was revoked: reload, and the page says so. */
  refused(event) {
    if (event.target === this && event.detail.xhr.status === 404) location.reload()
  }

  failed() {
    failures += 1
    if (failures === TELL_AFTER) showWarning("Can't reach the studio. This page may be out of date.")
  }

  succeeded() {
    if (failures >= TELL_AFTER) showWarning("")
    failures = 0
  }

  /* -- what changed */

  apply(content) {
    for (const fresh of [...content.children]) {
      if ("gone" in fresh.dataset) {
        this.removeCard(document.getElementById(fresh.id))
        continue
      }
      const old = findPlace(fresh)
      if (old) this.replace(old, fresh)
      else if (old === null && fresh.dataset.number) this.add(fresh)
    }
  }

  /* Put a new or a restored card in its place, unless that is among the older ones, which are not shown yet. */
  add(card) {
    const grid = document.querySelector("[data-new-first]")
    if (!grid) return
    const older = [...grid.querySelectorAll(":scope > [data-number]")].find((one) => Number(one.dataset.number) < Number(card.dataset.number))
    const more = grid.querySelector("[data-more]")
    if (!older && more) return
    document.querySelector("[data-empty]")?.remove()
    document.querySelector("[data-with-clips]")?.removeAttribute("hidden")
    grid.insertBefore(card, older ?? null)
    card.classList.add("card--new")
    this.activate(card)
  }

  /* A deleted card takes the focus with it: the next one gets it. */
  removeCard(card) {
    if (!card) return
    const next = card.matches(":focus-within") && (card.nextElementSibling ?? card.previousElementSibling)
    card.remove()
    if (next) next.querySelector(".card__prompt a, [data-more] a")?.focus()
    const grid = document.querySelector("#grid")
    if (grid && !grid.querySelector(".card")) window.htmx?.trigger("#finder", "submit") // says that nothing is left
  }

  /* Leave the player of the same clip, a playing preview and an open confirmation alone. */
  replace(old, fresh) {
    if (old.isEqualNode(fresh)) return
    const [was, is] = [old, fresh].map((piece) => piece.querySelector("video-player")?.dataset.video)
    if (was && was === is) return
    if (old.take) return old.take(fresh) // it updates itself
    if (this.isInUse(old)) return this.replaceLater(old, fresh)
    if (old.dataset.state === fresh.dataset.state && old.querySelector("[name=confirmed], [name=sure]")) return
    const focused = old.contains(document.activeElement) ? document.activeElement : null
    for (const kept of old.querySelectorAll("[hx-preserve]")) keepIn(fresh, kept)
    old.replaceWith(fresh)
    this.activate(fresh, old.dataset.state)
    if (focused) refocus(fresh, focused)
  }

  /* A preview plays in it, or the response to an action is still to be swapped into it. */
  isInUse(piece) {
    return piece.querySelector("hover-video")?.isPointed || piece.querySelector(".htmx-request")
  }

  replaceLater(old, fresh) {
    const retry = setInterval(() => {
      if (this.isInUse(old)) return
      clearInterval(retry)
      const now = document.getElementById(fresh.id)
      if (now === old) this.replace(old, fresh)
    }, 500)
  }

  activate(piece, wasState) {
    window.htmx?.process(piece)
    if (piece.dataset.say && piece.dataset.state !== wasState) announce(piece.dataset.say)
    piece.dispatchEvent(new CustomEvent("piece-changed", { bubbles: true }))
  }

  /* "(2) Library · Lighthouse" */
  updateTitle() {
    if (this.dataset.moving === undefined) return
    const plain = document.title.replace(/^\(\d+\) /, "")
    const moving = Number(this.dataset.moving)
    document.title = moving ? `(${moving}) ${plain}` : plain
  }
}

/* A field in which somebody may be typing. */
function keepIn(fresh, kept) {
  fresh.querySelector(`[id="${kept.id}"]`)?.replaceWith(kept)
}

function refocus(fresh, focused) {
  const same = focused.id && fresh.querySelector(`[id="${focused.id}"]`)
  const next = same || fresh.querySelector("a[href], button")
  next?.focus({ preventScroll: true })
}

customElements.define("live-changes", LiveChanges)
