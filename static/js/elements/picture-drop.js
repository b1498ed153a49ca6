/* <picture-drop> around the composer's form: a picture that is dropped or pasted on it goes into the slot under
   the pointer, else into the first empty one. */
import { isPicture, place, send } from "../lib/upload.js";

const TYPES = "image/jpeg,image/png,image/webp"

class PictureDrop extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragover", (event) => this.over(event))
    this.addEventListener("dragleave", () => this.unmark())
    this.addEventListener("drop", (event) => this.dropped(event))
    this.addEventListener("paste", (event) => this.pasted(event))
  }

  over(event) {
    if (![...event.dataTransfer.items].some((item) => item.kind === "file")) return
    event.preventDefault()
    this.unmark()
    this.slotAt(event.target).classList.add("slot--over")
  }

  unmark() {
    this.querySelectorAll(".slot--over").forEach((slot) => slot.classList.remove("slot--over"))
  }

  dropped(event) {
    const file = event.dataTransfer.files[0]
    if (!file) return
    event.preventDefault()
    this.unmark()
    this.bring(file, this.slotAt(event.target))
  }

  pasted(event) {
    const file = event.clipboardData?.files[0]
    if (!file) return
    event.preventDefault()
    this.bring(file, this.slotAt(event.target))
  }

  /* The slot under the pointer, else the first empty one. */
  slotAt(target) {
    return target.closest?.(".slot") ?? this.querySelector(".slot:not(.slot--filled)") ?? this.querySelector(".slot")
  }

  async bring(file, slot) {
    const wrong = isPicture(file, TYPES)
    if (wrong) return this.refuse(wrong)
    const progress = document.createElement("progress")
    progress.className = "slot__progress"
    progress.setAttribute("aria-label", "Sending the picture")
    slot.append(progress)
    try {
      const end = slot.querySelector("input[type=hidden]").name
      const address = this.querySelector("[data-images]").dataset.images
      place(await send(address, { end, file }, (part) => (progress.value = part)), `#${slot.id}`)
    } catch (error) {
      progress.remove()
      this.refuse(error.message)
    }
  }

  refuse(words) {
    const said = document.createElement("p")
    said.className = "said said--stop"
    said.setAttribute("role", "alert")
    said.textContent = words
    this.querySelector("#composer-problems").append(said)
  }
}

customElements.define("picture-drop", PictureDrop)
