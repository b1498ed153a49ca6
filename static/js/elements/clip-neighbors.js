/* <clip-neighbors><a rel="prev">…</a><a rel="next">…</a></clip-neighbors>: P and N go to the clips beside this one. */
import { isCommand, isOurs, keyOf } from "../lib/keys.js";

const LINKS = { p: "[rel=prev]", n: "[rel=next]" }

class ClipNeighbors extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController()
    document.addEventListener("keydown", (event) => this.key(event), { signal: this.listening.signal })
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  key(event) {
    const link = isOurs(event) && !isCommand(event) && LINKS[keyOf(event)]
    if (link) this.querySelector(link)?.click()
  }
}

customElements.define("clip-neighbors", ClipNeighbors)
