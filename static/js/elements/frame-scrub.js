/* <frame-scrub data-choice="frame:<id>:0" data-fps-num data-fps-den>: moves through a clip frame by frame and writes
   the shown frame into the form's choice. */
import { seconds, timecode } from "../lib/cut.js";

class FrameScrub extends HTMLElement {
  connectedCallback() {
    this.video = this.querySelector("video")
    this.slider = this.querySelector("input[type=range]")
    this.fps = Number(this.dataset.fpsNum) / Number(this.dataset.fpsDen)
    this.slider.addEventListener("input", () => this.show())
    this.addEventListener("click", (event) => this.step(Number(event.target.closest("[data-step]")?.dataset.step)))
    this.video.addEventListener("loadedmetadata", () => this.show(), { once: true })
  }

  step(by) {
    if (!by) return
    this.slider.valueAsNumber += by
    this.show()
  }

  show() {
    const n = this.slider.valueAsNumber
    const code = timecode(n, this.fps)
    this.video.currentTime = seconds(n, this.fps)
    this.querySelector("[name=choice]").value = this.dataset.choice.replace(/\d+$/, n)
    this.querySelector("output").textContent = code
    this.slider.setAttribute("aria-valuetext", code)
  }
}

customElements.define("frame-scrub", FrameScrub)
