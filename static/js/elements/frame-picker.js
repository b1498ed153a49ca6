/* <frame-picker> in the picker's dialog: closes it as soon as a frame was chosen. */

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
  }

  /* A closed picker listens to no paste and shows no old list when it opens again. */
  emptied() {
    const title = this.querySelector("#picker-title")
    if (title) this.querySelector("#picker-content").replaceChildren(title)
  }
}

customElements.define("frame-picker", FramePicker)
