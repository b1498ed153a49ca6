/* <time-left data-passed="12.0" data-usual="38" data-progress="0.4" data-number="7">: counts down beside a
   <progress>, and says so now and then to those who hear the page. */
import { say } from "../lib/live.js";
import { outlook } from "../lib/waiting.js";

const SAY_EVERY_S = 30

class TimeLeft extends HTMLElement {
  connectedCallback() {
    this.begun = performance.now() - Number(this.dataset.passed) * 1000
    this.lastSaid = performance.now()
    this.timer = setInterval(() => this.tell(), 500)
    this.tell()
  }

  disconnectedCallback() {
    clearInterval(this.timer)
  }

  tell() {
    const { part, words } = outlook({
      passed: (performance.now() - this.begun) / 1000,
      usual: known(this.dataset.usual),
      progress: known(this.dataset.progress),
      told: Number(this.dataset.passed),
    })
    if (this.textContent !== words) this.textContent = words
    const bar = this.closest(".busy")?.querySelector("progress")
    if (bar && part !== null) bar.value = part
    this.saySometimes(words)
  }

  saySometimes(words) {
    if (performance.now() - this.lastSaid < SAY_EVERY_S * 1000) return
    this.lastSaid = performance.now()
    say(`Clip ${this.dataset.number}: ${words}`)
  }
}

function known(text) {
  return text === undefined ? undefined : Number(text)
}

customElements.define("time-left", TimeLeft)
