/* <time-left data-passed="12.0" data-usual="38" data-progress="0.4" data-number="7">: counts down beside a
   <progress>, and says so now and then to those who hear the page. An update brings a new element; what was
   shown for this clip is remembered, so that the count-down goes on from there and never rises. */
import { say } from "../lib/live.js";
import { outlook } from "../lib/waiting.js";

const SAY_EVERY_S = 30
const remembered = new Map() // by the clip's number: what was shown, and when the maker's word was new

class TimeLeft extends HTMLElement {
  connectedCallback() {
    const passed = Number(this.dataset.passed)
    this.begun = performance.now() - passed * 1000
    this.known = { usual: known(this.dataset.usual), progress: known(this.dataset.progress) }
    const before = remembered.get(this.dataset.number)
    const isNews = before?.progress !== this.known.progress
    this.known.told = before && !isNews ? before.told : passed
    this.shown = { lastSaid: performance.now(), ...before, told: this.known.told, progress: this.known.progress }
    remembered.set(this.dataset.number, this.shown)
    this.timer = setInterval(() => this.tell(), 500)
    this.tell()
  }

  disconnectedCallback() {
    clearInterval(this.timer)
  }

  tell() {
    const now = performance.now()
    const passed = (now - this.begun) / 1000
    const elapsed = (now - (this.shown.at ?? now)) / 1000
    const { left, part, words } = outlook({ ...this.known, passed, shown: this.shown.left, elapsed })
    Object.assign(this.shown, { left, at: now })
    if (this.textContent !== words) this.textContent = words
    this.fill(part)
    this.saySometimes(words, now)
  }

  fill(part) {
    const bar = this.closest(".busy")?.querySelector("progress")
    if (!bar || part === null) return
    this.shown.part = Math.max(this.shown.part ?? 0, part)
    bar.value = this.shown.part
  }

  saySometimes(words, now) {
    if (now - this.shown.lastSaid < SAY_EVERY_S * 1000) return
    this.shown.lastSaid = now
    say(`Clip ${this.dataset.number}: ${words}`)
  }
}

function known(text) {
  return text === undefined ? undefined : Number(text)
}

customElements.define("time-left", TimeLeft)
