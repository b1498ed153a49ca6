/* Several videos that seek, play and pause as one; the base of <takes-compare> and <cut-compare>. The first leads;
   a video that is more than a frame away from it is moved back in sync. Inside: videos, input[data-where],
   [data-step], [data-play], an output for the time. */
import { seconds, timecode } from "./cut.js";

export class SyncedVideos extends HTMLElement {
  connectedCallback() {
    this.videos = [...this.querySelectorAll("video")]
    this.slider = this.querySelector("input[data-where]")
    this.button = this.querySelector("[data-play]")
    this.playLabel = this.button.textContent
    this.fps = Number(this.dataset.fpsNum) / Number(this.dataset.fpsDen)
    this.slider.addEventListener("input", () => this.seek(this.slider.valueAsNumber))
    this.addEventListener("click", (event) => this.step(Number(event.target.closest("[data-step]")?.dataset.step)))
    this.addEventListener("keydown", (event) => this.onKey(event))
    this.button.addEventListener("click", () => (this.playing ? this.stop() : this.play()))
  }

  disconnectedCallback() {
    this.playing = false
    cancelAnimationFrame(this.nextFrame)
  }

  get frame() {
    return this.slider.valueAsNumber
  }

  onKey(event) {
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
    this.videos.forEach((video) => (video.currentTime = Math.min(seconds(this.frame, this.fps), (video.duration || Infinity) - 0.01)))
    this.showTime()
  }

  play() {
    if (this.frame >= Number(this.slider.max)) this.seek(0)
    this.playing = true
    this.videos.forEach((video) => video.play().catch(() => {}))
    this.keepInSync()
    this.showTime()
  }

  stop() {
    if (!this.playing) return
    this.playing = false
    cancelAnimationFrame(this.nextFrame)
    this.videos.forEach((video) => video.pause())
    this.seek(this.frame)
  }

  keepInSync() {
    const first = this.videos.find((video) => !video.ended) ?? this.videos[0]
    const isOff = (video) => video !== first && !video.seeking && !video.ended && Math.abs(video.currentTime - first.currentTime) > 1.5 / this.fps
    for (const video of this.videos.filter(isOff)) video.currentTime = first.currentTime
    this.slider.value = Math.floor(first.currentTime * this.fps)
    this.showTime()
    if (first.ended) return this.stop()
    this.nextFrame = requestAnimationFrame(() => this.playing && this.keepInSync())
  }

  showTime() {
    const code = timecode(this.frame, this.fps)
    this.querySelector("output").textContent = code
    this.slider.setAttribute("aria-valuetext", code)
    this.button.firstElementChild.textContent = this.playing ? "Pause" : this.playLabel
  }
}
