/* <frame-picker>: closes the picker's dialog when a frame has been chosen. */

class FramePicker extends HTMLElement {
  connectedCallback() {
    this.dialog = this.closest("dialog")
    this.onChosen = () => this.dialog.open && this.dialog.close()
    this.onClick = (event) => this.closeOutside(event)
    document.addEventListener("keyframe-chosen", this.onChosen)
    document.addEventListener("click", this.onClick)
    this.dialog.addEventListener("close", () => this.empty())
  }

  disconnectedCallback() {
    document.removeEventListener("keyframe-chosen", this.onChosen)
    document.removeEventListener("click", this.onClick)
  }

  closeOutside(event) {
    if (event.target === this.dialog) this.dialog.close()
  }

  /* Empty a closed picker: no paste handler, no old list when it opens again. */
  empty() {
    const title = this.querySelector("#picker-title")
    if (title) this.querySelector("#picker-content").replaceChildren(title)
  }
}

customElements.define("frame-picker", FramePicker)
