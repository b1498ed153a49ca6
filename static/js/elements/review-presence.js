/* <review-presence data-player data-url="…/presence/">: reports every two seconds that this page is open, every eight while nobody
   uses it, and shows who else is here. While somebody leads, this page's player follows theirs, unless the visitor stopped following or is typing.
   While this page leads, it reports each move at once. */
import { announce } from "../lib/live.js";
import { isAtRest } from "../lib/pace.js";

const EVERY_MS = 2000
const AT_REST_MS = 8000
const FOLLOWING_MS = 700
const REPORT_AFTER_MS = 200
const TOLERANCE_S = 0.4

class ReviewPresence extends HTMLElement {
  connectedCallback() {
    this.follows = true
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.addEventListener("click", (event) => this.onPress(event.target.closest("button")))
    document.addEventListener("player-frame", () => this.onMove(), signal)
    document.addEventListener("player-playing", () => this.onMove(), signal)
    this.report()
  }

  disconnectedCallback() {
    this.listening.abort()
    clearTimeout(this.timer)
  }

  get player() {
    return document.getElementById(this.dataset.player)
  }

  get state() {
    return this.firstElementChild?.dataset ?? {}
  }

  get leads() {
    return this.state.mine === "1"
  }

  onPress(button) {
    if (button?.dataset.lead) this.report(button.dataset.lead === "1")
    else if (button) {
      this.follows = !this.follows
      this.report()
    }
  }

  /* The leader's moves are reported at once; the frames of a playing video are not. */
  onMove() {
    const plays = Boolean(this.player.playing)
    if (!this.leads || this.isHurrying || (plays && this.reportedPlays === plays)) return
    this.isHurrying = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.report(), REPORT_AFTER_MS)
  }

  async report(lead) {
    clearTimeout(this.timer)
    this.isHurrying = false
    this.request?.abort()
    const request = new AbortController()
    this.request = request
    const headers = JSON.parse(document.body.getAttribute("hx-headers"))
    try {
      const response = await fetch(this.dataset.url, { method: "POST", body: this.makeReport(lead), headers, signal: request.signal })
      if (response.ok) this.update(await response.text())
    } catch {
      if (request.signal.aborted) return // a newer report is on its way
    }
    if (this.isConnected && this.request === request) this.timer = setTimeout(() => this.report(), this.everyMs)
  }

  get everyMs() {
    if (this.state.leader) return FOLLOWING_MS
    return isAtRest() ? AT_REST_MS : EVERY_MS
  }

  makeReport(lead) {
    const body = new URLSearchParams({ frame: this.player?.frame ?? 0 })
    this.reportedPlays = Boolean(this.player?.playing)
    if (this.reportedPlays) body.set("plays", "1")
    if (lead !== undefined) body.set("lead", lead ? "true" : "false")
    return body
  }

  update(html) {
    const before = this.state.leader
    this.replaceIfChanged(new DOMParser().parseFromString(html, "text/html").body.firstElementChild)
    if (this.state.leader !== before) this.announceLeader(before)
    this.labelFollowButton()
    if (this.state.leader && !this.leads && this.follows && !isTyping()) this.movePlayer(Number(this.state.frame), this.state.plays === "1")
  }

  replaceIfChanged(fresh) {
    const text = (element) => element?.textContent.replace(/\s+/g, " ")
    if (text(fresh) === text(this.firstElementChild)) return Object.assign(this.firstElementChild.dataset, fresh.dataset)
    const hadFocus = this.contains(document.activeElement)
    this.replaceChildren(fresh)
    if (hadFocus) this.querySelector("button")?.focus()
  }

  announceLeader(before) {
    const { leader } = this.state
    this.follows = true
    if (leader) announce(this.leads ? "Others follow your playback." : `Following ${leader}.`)
    else if (before) announce("No one is leading now.")
  }

  labelFollowButton() {
    const button = this.querySelector("[data-follow]")
    if (!button) return
    button.setAttribute("aria-pressed", this.follows)
    button.textContent = this.follows ? `Stop following ${this.state.leader}` : `Follow ${this.state.leader}`
  }

  movePlayer(frame, plays) {
    const player = this.player
    if (!player?.cut) return
    const isFar = Math.abs(player.frame - frame) > (plays ? TOLERANCE_S * player.cut.fps : 0)
    if (!plays && player.playing) player.stop()
    if (isFar) player.seek(frame)
    if (plays && !player.playing) player.play(1)
  }
}

const isTyping = () => Boolean(document.activeElement?.matches("textarea, input:not([type=range])"))

customElements.define("review-presence", ReviewPresence)
