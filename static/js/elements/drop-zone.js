/* <drop-zone action end target max-mb types>: takes a picture by drop, paste, file or address, and shows how far
   it is. Without script the form inside works as it is. */
import { isPicture, place, send } from "../lib/upload.js";

class DropZone extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragover", (event) => this.hover(event, true))
    this.addEventListener("dragleave", (event) => this.hover(event, false))
    this.addEventListener("drop", (event) => this.dropped(event))
    this.addEventListener("change", (event) => event.target.type === "file" && this.take(event.target.files[0]))
    this.addEventListener("submit", (event) => this.submitted(event))
    this.pasted = (event) => this.paste(event)
    document.addEventListener("paste", this.pasted)
  }

  disconnectedCallback() {
    document.removeEventListener("paste", this.pasted)
  }

  hover(event, isOver) {
    event.preventDefault()
    this.toggleAttribute("data-over", isOver)
  }

  dropped(event) {
    this.hover(event, false)
    this.take(event.dataTransfer.files[0])
  }

  paste(event) {
    if (event.target.closest?.("input[type=url], input[type=search], textarea")) return
    const file = event.clipboardData?.files[0]
    if (file) this.take(file)
  }

  submitted(event) {
    event.preventDefault()
    const url = event.target.elements.url?.value
    if (url) this.bring({ url })
    else this.take(event.target.elements.file?.files[0])
  }

  take(file) {
    if (!file) return
    const wrong = isPicture(file, this.getAttribute("types"), Number(this.getAttribute("max-mb")))
    if (wrong) this.refuse(wrong)
    else this.bring({ file })
  }

  async bring(fields) {
    this.refuse("")
    this.show(fields.url ? undefined : 0)
    try {
      const end = this.getAttribute("end")
      const piece = await send(this.getAttribute("action"), { end, ...fields }, (part) => this.show(part))
      place(piece, this.getAttribute("target"))
    } catch (error) {
      this.refuse(error.message)
    } finally {
      this.querySelector("[data-progress]").hidden = true
    }
  }

  show(part) {
    const progress = this.querySelector("[data-progress]")
    progress.hidden = false
    if (part === undefined) progress.removeAttribute("value")
    else progress.value = part
  }

  refuse(words) {
    const place = this.querySelector("[data-refusal]")
    place.replaceChildren()
    if (!words) return
    const said = document.createElement("p")
    said.className = "said said--stop"
    said.setAttribute("role", "alert")
    said.textContent = words
    place.append(said)
  }
}

customElements.define("drop-zone", DropZone)
