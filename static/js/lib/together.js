/* Several films moved, started and stopped as one; the base of <takes-compare> and <film-compare>. The first
   leads; who is more than a frame away from it is called back. Inside: videos, a range, [data-step], [data-play],
   an output for the time. */
import { seconds, timecode } from "./cut.js";

export class Together extends HTMLElement {
  connectedCallback() {
    this.films = [...this.querySelectorAll("video")]
    this.slider = this.querySelector("input[data-where]")
    this.button = this.querySelector("[data-play]")
    this.fps = Number(this.dataset.fpsNum) / Number(this.dataset.fpsDen)
    this.slider.addEventListener("input", () => this.seek(this.slider.valueAsNumber))
    this.addEventListener("click", (event) => this.step(Number(event.target.closest("[data-step]")?.dataset.step)))
    this.addEventListener("keydown", (event) => this.key(event))
    this.button.addEventListener("click", () => (this.playing ? this.stop() : this.play()))
  }

  disconnectedCallback() {
    this.playing = false
    cancelAnimationFrame(this.turning)
  }

  get frame() {
    return this.slider.valueAsNumber
  }

  key(event) {
    if (event.key !== " " || event.target.closest("button")) return
    event.preventDefault()
    this.button.click()
  }

  step(by) {
    if (!by) return
    this.stop()
    this.seek(this.frame + by)
  }

  seek(frame) {
    this.slider.value = frame
    this.films.forEach((film) => (film.currentTime = Math.min(seconds(this.frame, this.fps), (film.duration || Infinity) - 0.01)))
    this.tell()
  }

  play() {
    if (this.frame >= Number(this.slider.max)) this.seek(0)
    this.playing = true
    this.films.forEach((film) => film.play().catch(() => {}))
    this.follow()
    this.tell()
  }

  stop() {
    if (!this.playing) return
    this.playing = false
    cancelAnimationFrame(this.turning)
    this.films.forEach((film) => film.pause())
    this.seek(this.frame)
  }

  follow() {
    const first = this.films.find((film) => !film.ended) ?? this.films[0]
    for (const film of this.films) if (film !== first && !film.seeking && !film.ended && Math.abs(film.currentTime - first.currentTime) > 1.5 / this.fps) film.currentTime = first.currentTime
    this.slider.value = Math.floor(first.currentTime * this.fps)
    this.tell()
    if (first.ended) return this.stop()
    this.turning = requestAnimationFrame(() => this.playing && this.follow())
  }

  tell() {
    const code = timecode(this.frame, this.fps)
    this.querySelector("output").textContent = code
    this.slider.setAttribute("aria-valuetext", code)
    this.button.firstElementChild.textContent = this.playing ? "Pause" : "Play together"
  }
}
