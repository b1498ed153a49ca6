/* <time-ago><time datetime="…">4 min</time></time-ago>: keeps "4 min" current. */
import { since } from "../lib/times.js";

class TimeAgo extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.update(), 30_000)
  }

  disconnectedCallback() {
    clearInterval(this.timer)
  }

  update() {
    const time = this.querySelector("time")
    if (time) time.textContent = since(new Date(time.dateTime))
  }
}

customElements.define("time-ago", TimeAgo)
