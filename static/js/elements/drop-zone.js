/* <drop-zone action end target max-mb types form>: sends a picture by drop, paste, file or address, with progress,
   and puts the slot that comes back at `target`. The form with the ID `form` knows the aspect ratio. Without script the form inside works as it is. */
import { checkPicture, place, send, showPart, showProblem } from "../lib/upload.js";

class DropZone extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragover", (event) => this.hover(event, true))
    this.addEventListener("dragleave", (event) => this.hover(event, false))
    this.addEventListener("drop", (event) => this.onDrop(event))
    this.addEventListener("change", (event) => event.target.type === "file" && this.take(event.target.files[0]))
    this.addEventListener("submit", (event) => this.onSubmit(event))
    this.onPaste = (event) => this.takePasted(event)
    document.addEventListener("paste", this.onPaste)
  }

  disconnectedCallback() {
    document.removeEventListener("paste", this.onPaste)
  }

  hover(event, isOver) {
    event.preventDefault()
    this.toggleAttribute("data-over", isOver)
  }

  onDrop(event) {
    this.hover(event, false)
    this.take(event.dataTransfer.files[0])
  }

  takePasted(event) {
    if (event.target.closest?.("input[type=url], input[type=search], textarea")) return
    const file = event.clipboardData?.files[0]
    if (file) this.take(file)
  }

  onSubmit(event) {
    event.preventDefault()
    const url = event.target.elements.url?.value
    if (url) this.upload({ url })
    else this.take(event.target.elements.file?.files[0])
  }

  take(file) {
    if (!file) return
    const problem = checkPicture(file, this.getAttribute("types"), Number(this.getAttribute("max-mb")))
    if (problem) this.refuse(problem)
    else this.upload({ file })
  }

  async upload(fields) {
    this.refuse("")
    this.show(fields.url ? undefined : 0)
    try {
      const end = this.getAttribute("end")
      const aspect_ratio = document.getElementById(this.getAttribute("form"))?.elements.aspect_ratio?.value
      const piece = await send(this.getAttribute("action"), { end, aspect_ratio, ...fields }, (part) => this.show(part))
      place(piece, this.getAttribute("target"))
    } catch (error) {
      this.refuse(error.message)
    } finally {
      this.querySelector("[data-progress]").hidden = true
    }
  }

  show(part) {
    showPart(this.querySelector("[data-progress]"), part)
  }

  refuse(problem) {
    const place = this.querySelector("[data-problem]")
    place.replaceChildren()
    if (problem) showProblem(place, problem)
  }
}

customElements.define("drop-zone", DropZone)
