/* <review-presence data-address="…/presence/">: says every two seconds that this page is open, and shows who else is.
   While somebody leads, this page's player stands where theirs does, unless the person stopped following or is
   writing; while this page leads, each move is told at once. */
import { say } from "../lib/live.js";

const EVERY_MS = 2000
const TOGETHER_MS = 700
const AT_MOST_MS = 200
const NEAR_S = 0.4

class ReviewHere extends HTMLElement {
  connectedCallback() {
    this.follows = true
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.addEventListener("click", (event) => this.pressed(event.target.closest("button")))
    document.addEventListener("player-frame", () => this.moved(), signal)
    document.addEventListener("player-playing", () => this.moved(), signal)
    this.ask()
  }

  disconnectedCallback() {
    this.listening.abort()
    clearTimeout(this.timer)
  }

  get player() {
    return document.getElementById("player")
  }

  get state() {
    return this.firstElementChild?.dataset ?? {}
  }

  get leads() {
    return this.state.mine === "1"
  }

  pressed(button) {
    if (button?.dataset.lead) this.ask(button.dataset.lead === "1")
    else if (button) {
      this.follows = !this.follows
      this.ask()
    }
  }

  /* The leader's moves are told at once; those of the film that plays by itself are not. */
  moved() {
    const plays = Boolean(this.player.playing)
    if (!this.leads || this.hurries || (plays && this.told === plays)) return
    this.hurries = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.ask(), AT_MOST_MS)
  }

  async ask(lead) {
    clearTimeout(this.timer)
    this.hurries = false
    this.asking?.abort()
    const asking = new AbortController()
    this.asking = asking
    const body = new URLSearchParams({ frame: this.player?.frame ?? 0 })
    this.told = Boolean(this.player?.playing)
    if (this.told) body.set("plays", "1")
    if (lead !== undefined) body.set("lead", lead ? "true" : "false")
    const headers = JSON.parse(document.body.getAttribute("hx-headers"))
    try {
      const answer = await fetch(this.dataset.address, { method: "POST", body, headers, signal: asking.signal })
      if (answer.ok) this.hear(await answer.text())
    } catch {
      if (asking.signal.aborted) return // a newer word is on its way
    }
    if (this.isConnected && this.asking === asking) this.timer = setTimeout(() => this.ask(), this.state.leader ? TOGETHER_MS : EVERY_MS)
  }

  hear(html) {
    const was = this.state.leader
    const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild
    const words = (piece) => piece?.textContent.replace(/\s+/g, " ")
    if (words(fresh) !== words(this.firstElementChild)) {
      const focused = this.contains(document.activeElement)
      this.replaceChildren(fresh)
      if (focused) this.querySelector("button")?.focus()
    } else Object.assign(this.firstElementChild.dataset, fresh.dataset)
    const { leader } = this.state
    if (leader !== was) {
      this.follows = true
      say(leader ? (this.leads ? "The others follow you." : `You follow ${leader}.`) : was ? "Nobody leads any more." : "")
    }
    const button = this.querySelector("[data-follow]")
    if (button) {
      button.setAttribute("aria-pressed", this.follows)
      button.textContent = this.follows ? `Following ${leader} · stop` : `Follow ${leader}`
    }
    if (leader && !this.leads && this.follows && !isWriting()) this.goWith(Number(this.state.frame), this.state.plays === "1")
  }

  goWith(frame, plays) {
    const player = this.player
    if (!player?.cut) return
    const far = Math.abs(player.frame - frame) > (plays ? NEAR_S * player.cut.fps : 0)
    if (!plays && player.playing) player.stop()
    if (far) player.seek(frame)
    if (plays && !player.playing) player.play(1)
  }
}

const isWriting = () => Boolean(document.activeElement?.matches("textarea, input:not([type=range])"))

customElements.define("review-presence", ReviewHere)
