/* <frame-picker> in the picker's dialog: opens and closes it where the browser has no invoker commands, and
   closes it as soon as a frame was chosen. */

const knowsCommands = "commandForElement" in HTMLButtonElement.prototype

class FramePicker extends HTMLElement {
  connectedCallback() {
    this.dialog = this.closest("dialog")
    this.onChosen = () => this.dialog.open && this.dialog.close()
    this.onClick = (event) => this.clicked(event)
    document.addEventListener("keyframe-chosen", this.onChosen)
    document.addEventListener("click", this.onClick)
    this.dialog.addEventListener("close", () => this.emptied())
  }

  disconnectedCallback() {
    document.removeEventListener("keyframe-chosen", this.onChosen)
    document.removeEventListener("click", this.onClick)
  }

  clicked(event) {
    if (event.target === this.dialog) this.dialog.close()
    if (knowsCommands) return
    if (event.target.closest("[data-opens=picker]") && !this.dialog.open) this.dialog.showModal()
    if (event.target.closest("[data-closes=picker]")) this.dialog.close()
  }

  /* A closed picker listens to no paste and shows no old list when it opens again. */
  emptied() {
    const title = this.querySelector("#picker-title")
    if (title) this.querySelector("#picker-content").replaceChildren(title)
  }
}

customElements.define("frame-picker", FramePicker)
