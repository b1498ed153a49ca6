/* <picture-drop> around the composer's form: puts a picture, or the address of one, that is dropped or pasted into the
   slot under the pointer, else into the first empty one. */
import { checkPicture, place, send, showPart, showProblem } from "../lib/upload.js";

const TYPES = "image/jpeg,image/png,image/webp"

class PictureDrop extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragover", (event) => this.mark(event))
    this.addEventListener("dragleave", () => this.unmark())
    this.addEventListener("drop", (event) => this.onDrop(event))
    this.addEventListener("paste", (event) => this.onPaste(event))
  }

  mark(event) {
    if (!hasPicture(event.dataTransfer)) return
    event.preventDefault()
    this.unmark()
    this.slotAt(event.target).classList.add("slot--over")
  }

  unmark() {
    this.querySelectorAll(".slot--over").forEach((slot) => slot.classList.remove("slot--over"))
  }

  onDrop(event) {
    if (!hasPicture(event.dataTransfer)) return
    event.preventDefault()
    this.unmark()
    const [file] = event.dataTransfer.files
    const [url] = event.dataTransfer.getData("text/uri-list").split("\n").filter((line) => line.startsWith("http"))
    if (file || url) this.upload(file ? { file } : { url: url.trim() }, this.slotAt(event.target))
  }

  onPaste(event) {
    const [file] = event.clipboardData?.files ?? []
    const isText = event.target.matches?.("textarea, input") && event.clipboardData?.types.includes("text/plain")
    if (!file || isText) return // Word and Excel copy a text with a picture of it
    event.preventDefault()
    this.upload({ file }, this.slotAt(event.target))
  }

  /* The slot under the pointer, else the first empty one. */
  slotAt(target) {
    return target.closest?.(".slot") ?? this.querySelector(".slot:not(.slot--filled)") ?? this.querySelector(".slot")
  }

  async upload(picture, slot) {
    const problem = picture.file && checkPicture(picture.file, TYPES)
    if (problem) return this.refuse(problem)
    const progress = document.createElement("progress")
    progress.className = "slot__progress"
    progress.setAttribute("aria-label", "Uploading")
    slot.append(progress)
    try {
      const end = slot.querySelector("input[type=hidden]").name
      const address = this.querySelector("[data-images]").dataset.images
      const aspect_ratio = this.querySelector("[name=aspect_ratio]:checked")?.value
      place(await send(address, { end, aspect_ratio, ...picture }, (part) => showPart(progress, part)), `#${slot.id}`)
    } catch (error) {
      progress.remove()
      this.refuse(error.message)
    }
  }

  refuse(problem) {
    showProblem(this.querySelector("#composer-problems"), problem)
  }
}

function hasPicture({ types }) {
  return types.includes("Files") || types.includes("text/uri-list")
}

customElements.define("picture-drop", PictureDrop)
