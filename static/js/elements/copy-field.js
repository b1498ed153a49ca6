/* <copy-field><input readonly><button>Copy</button></copy-field>: the button copies what the field says. */
import { announce } from "../lib/live.js";

class CopyField extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input")
    this.button = this.querySelector("button")
    this.button.hidden = false
    this.button.addEventListener("click", () => this.copy())
    this.field.addEventListener("focus", () => this.field.select())
  }

  async copy() {
    this.field.select()
    // The clipboard API is there on HTTPS and on this machine only.
    if (navigator.clipboard) await navigator.clipboard.writeText(this.field.value)
    else document.execCommand("copy")
    this.button.querySelector("span").textContent = this.dataset.copied
    announce(this.dataset.copied)
  }
}

customElements.define("copy-field", CopyField)
