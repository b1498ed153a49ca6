/* <marked-part player="ID">: forms inside send which part of the player's clip is marked, from in to out, in their fields
   start_frame and end_frame (not included). [data-part] says which it is in [data-range], and is hidden while there is none. */
import { timecode } from "../lib/cut.js";

class MarkedPart extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController()
    document.addEventListener("range-changed", () => this.show(), { signal: this.listening.signal })
    this.show()
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  get player() {
    return document.getElementById(this.getAttribute("player"))
  }

  show() {
    const { range, fps } = this.player ?? {}
    const isMarked = Boolean(range?.isMarked)
    this.fill("start_frame", isMarked ? range.first : "")
    this.fill("end_frame", isMarked ? range.last + 1 : "")
    const text = this.querySelector("[data-part]")
    text.hidden = !isMarked
    if (isMarked) text.querySelector("[data-range]").textContent = `${timecode(range.first, fps)} – ${timecode(range.last, fps)}`
  }

  fill(name, value) {
    for (const field of this.querySelectorAll(`[name=${name}]`)) field.value = value
  }
}

customElements.define("marked-part", MarkedPart)
