/* <tag-field><form><input name="add"></form></tag-field>: a field for tags that is emptied of what was sent. */
import { takeSent } from "../lib/sent.js";

class TagField extends HTMLElement {
  connectedCallback() {
    if (this.isWired) return // moved into a fresh copy of the page's part
    this.isWired = true
    this.addEventListener("htmx:beforeRequest", () => {
      this.sent = this.field.value
    })
    this.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful) takeSent(this.field, this.sent)
    })
  }

  get field() {
    return this.querySelector("[name=add]")
  }
}

customElements.define("tag-field", TagField)
