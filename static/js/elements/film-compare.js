/* <film-compare data-view="side|wipe" data-fps-num data-fps-den>: two films in step, beside each other or one over
   the other with a line between them. What is looked at stands in the address. */
import { Together } from "../lib/together.js";

const KEPT_AFTER_MS = 300

class FilmCompare extends Together {
  connectedCallback() {
    super.connectedCallback()
    this.line = this.querySelector("input[data-line]")
    this.stage = this.querySelector(".wipe")
    this.line.addEventListener("input", () => this.meet(this.line.valueAsNumber))
    this.addEventListener("change", (event) => event.target.name === "view" && this.look(event.target.value))
    this.stage.addEventListener("pointerdown", (event) => this.dragged(event))
    this.stage.addEventListener("pointermove", (event) => event.buttons && this.dragged(event))
    this.look(this.dataset.view)
    this.meet(this.line.valueAsNumber)
    this.seek(this.frame)
    this.films.forEach((film) => film.addEventListener("loadedmetadata", () => this.playing || this.seek(this.frame), { once: true }))
  }

  look(view) {
    this.dataset.view = view
    this.line.closest("label").hidden = view !== "wipe"
    this.keep()
  }

  dragged(event) {
    if (this.dataset.view !== "wipe") return
    const box = this.stage.getBoundingClientRect()
    this.meet(Math.round(((event.clientX - box.left) / box.width) * 100))
  }

  /* Left of the line stands the first film. */
  meet(percent) {
    this.line.value = percent
    this.stage.style.setProperty("--line", `${this.line.value}%`)
    this.keep()
  }

  tell() {
    super.tell()
    this.keep()
  }

  keep() {
    clearTimeout(this.later)
    if (!this.playing) this.later = setTimeout(() => this.write(), KEPT_AFTER_MS)
  }

  write() {
    const address = new URL(location.href)
    const seen = { view: this.dataset.view, at: this.frame, line: this.line.value }
    for (const [name, value] of Object.entries(seen)) address.searchParams.set(name, value)
    for (const field of document.querySelectorAll("#compare-choice input[type=hidden]")) field.value = seen[field.name]
    history.replaceState(history.state, "", address)
  }
}

customElements.define("film-compare", FilmCompare)
