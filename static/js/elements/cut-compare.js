/* <cut-compare data-view="side|wipe" data-form="…" data-fps-num data-fps-den>: two videos in sync, side by side or one
   wiped over the other. The URL, and the form with that id, keep the view, the frame and the divider. */
import { SyncedVideos } from "../lib/synced-videos.js";

const SAVE_AFTER_MS = 300

class CutCompare extends SyncedVideos {
  connectedCallback() {
    super.connectedCallback()
    this.line = this.querySelector("input[data-line]")
    this.stage = this.querySelector(".wipe")
    this.line.addEventListener("input", () => this.setLine(this.line.valueAsNumber))
    this.addEventListener("change", (event) => event.target.name === "view" && this.setView(event.target.value))
    this.stage.addEventListener("pointerdown", (event) => this.dragLine(event))
    this.stage.addEventListener("pointermove", (event) => event.buttons && this.dragLine(event))
    this.setView(this.dataset.view)
    this.setLine(this.line.valueAsNumber)
    this.seek(this.frame)
    this.videos.forEach((video) => video.addEventListener("loadedmetadata", () => this.playing || this.seek(this.frame), { once: true }))
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    clearTimeout(this.saving)
  }

  setView(view) {
    this.dataset.view = view
    this.line.closest("label").hidden = view !== "wipe"
    this.saveLater()
  }

  dragLine(event) {
    if (this.dataset.view !== "wipe") return
    const box = this.stage.getBoundingClientRect()
    this.setLine(Math.round(((event.clientX - box.left) / box.width) * 100))
  }

  /* The first video is left of the line. */
  setLine(percent) {
    this.line.value = percent
    this.stage.style.setProperty("--line", `${this.line.value}%`)
    this.saveLater()
  }

  showTime() {
    super.showTime()
    this.saveLater()
  }

  saveLater() {
    clearTimeout(this.saving)
    if (!this.playing) this.saving = setTimeout(() => this.save(), SAVE_AFTER_MS)
  }

  save() {
    const url = new URL(location.href)
    const state = { view: this.dataset.view, at: this.frame, line: this.line.value }
    const form = document.getElementById(this.dataset.form)
    for (const [name, value] of Object.entries(state)) {
      url.searchParams.set(name, value)
      form.elements[name].value = value
    }
    history.replaceState(history.state, "", url)
  }
}

customElements.define("cut-compare", CutCompare)
