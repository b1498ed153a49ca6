/* <time-left data-passed="12.0" data-usual="38" data-progress="0.4" data-number="7">: counts down beside a
   <progress> and announces it now and then to screen readers. An update brings a new element; what was shown for
   this clip is remembered, so that the count-down continues from there and never rises. */
import { announce } from "../lib/live.js";
import { outlook } from "../lib/waiting.js";

const ANNOUNCE_EVERY_S = 30
const remembered = new Map() // by the clip's number: what was shown, and when its progress was reported

class TimeLeft extends HTMLElement {
  connectedCallback() {
    const passed = Number(this.dataset.passed)
    this.begun = performance.now() - passed * 1000
    this.known = { usual: known(this.dataset.usual), progress: known(this.dataset.progress) }
    const before = remembered.get(this.dataset.number)
    const isNews = before?.progress !== this.known.progress
    this.known.reportedAt = before && !isNews ? before.reportedAt : passed
    this.shown = { announcedAt: performance.now(), ...before, reportedAt: this.known.reportedAt, progress: this.known.progress }
    remembered.set(this.dataset.number, this.shown)
    this.timer = setInterval(() => this.update(), 500)
    this.update()
  }

  disconnectedCallback() {
    clearInterval(this.timer)
  }

  update() {
    const now = performance.now()
    const passed = (now - this.begun) / 1000
    const elapsed = (now - (this.shown.at ?? now)) / 1000
    const { left, part, words } = outlook({ ...this.known, passed, shown: this.shown.left, elapsed })
    Object.assign(this.shown, { left, at: now })
    if (this.textContent !== words) this.textContent = words
    this.fill(part)
    this.announce(words, now)
  }

  fill(part) {
    const bar = this.closest(".busy")?.querySelector("progress")
    if (!bar || part === null) return
    this.shown.part = Math.max(this.shown.part ?? 0, part)
    bar.value = this.shown.part
  }

  announce(words, now) {
    if (now - this.shown.announcedAt < ANNOUNCE_EVERY_S * 1000) return
    this.shown.announcedAt = now
    announce(`Clip ${this.dataset.number}: ${words}`)
  }
}

function known(text) {
  return text === undefined ? undefined : Number(text)
}

customElements.define("time-left", TimeLeft)
