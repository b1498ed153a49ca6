/* <frame-scrub data-clip data-fps-num data-fps-den>: moves through a clip by frames; the form names the frame. */
import { seconds, timecode } from "../lib/cut.js";

class FrameScrub extends HTMLElement {
  connectedCallback() {
    this.film = this.querySelector("video")
    this.slider = this.querySelector("input[type=range]")
    this.fps = Number(this.dataset.fpsNum) / Number(this.dataset.fpsDen)
    this.slider.addEventListener("input", () => this.show())
    this.addEventListener("click", (event) => this.step(Number(event.target.closest("[data-step]")?.dataset.step)))
    this.film.addEventListener("loadedmetadata", () => this.show(), { once: true })
  }

  step(by) {
    if (!by) return
    this.slider.valueAsNumber += by
    this.show()
  }

  show() {
    const n = this.slider.valueAsNumber
    const code = timecode(n, this.fps)
    this.film.currentTime = seconds(n, this.fps)
    this.querySelector("[name=choice]").value = `frame:${this.dataset.clip}:${n}`
    this.querySelector("output").textContent = code
    this.slider.setAttribute("aria-valuetext", code)
  }
}

customElements.define("frame-scrub", FrameScrub)
