/* <picture-drop> around the composer's form: puts a dropped or pasted picture into the slot under the pointer, else
   into the first empty one. */
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
    if (![...event.dataTransfer.items].some((item) => item.kind === "file")) return
    event.preventDefault()
    this.unmark()
    this.slotAt(event.target).classList.add("slot--over")
  }

  unmark() {
    this.querySelectorAll(".slot--over").forEach((slot) => slot.classList.remove("slot--over"))
  }

  onDrop(event) {
    const file = event.dataTransfer.files[0]
    if (!file) return
    event.preventDefault()
    this.unmark()
    this.upload(file, this.slotAt(event.target))
  }

  onPaste(event) {
    const file = event.clipboardData?.files[0]
    if (!file) return
    event.preventDefault()
    this.upload(file, this.slotAt(event.target))
  }

  /* The slot under the pointer, else the first empty one. */
  slotAt(target) {
    return target.closest?.(".slot") ?? this.querySelector(".slot:not(.slot--filled)") ?? this.querySelector(".slot")
  }

  async upload(file, slot) {
    const problem = checkPicture(file, TYPES)
    if (problem) return this.refuse(problem)
    const progress = document.createElement("progress")
    progress.className = "slot__progress"
    progress.setAttribute("aria-label", "Uploading")
    slot.append(progress)
    try {
      const end = slot.querySelector("input[type=hidden]").name
      const address = this.querySelector("[data-images]").dataset.images
      const aspect_ratio = this.querySelector("[name=aspect_ratio]:checked")?.value
      place(await send(address, { end, file, aspect_ratio }, (part) => showPart(progress, part)), `#${slot.id}`)
    } catch (error) {
      progress.remove()
      this.refuse(error.message)
    }
  }

  refuse(problem) {
    showProblem(this.querySelector("#composer-problems"), problem)
  }
}

customElements.define("picture-drop", PictureDrop)
