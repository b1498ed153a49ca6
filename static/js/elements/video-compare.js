/* <video-compare data-view="side|wipe" data-fps-num data-fps-den [data-form]>: up to four videos in step, side by side,
   or the second wiped over the first. The first leads; a video that is more than a frame away from it is moved back in
   step. The URL and the form with the ID data-form keep the view, the frame and the divider. In a dialog, it goes with
   the dialog. */
import { seconds } from "../lib/cut.js";
import { Player } from "../lib/player.js";
import { seek } from "../lib/seek.js";

const SAVE_AFTER_MS = 300

class VideoCompare extends Player {
  connectedCallback() {
    this.videos = [...this.querySelectorAll("video")]
    this.fps = Number(this.dataset.fpsNum) / Number(this.dataset.fpsDen)
    super.connectedCallback()
    this.stage = this.querySelector("[data-picture]")
    this.line = this.querySelector("[data-line]")
    this.line.addEventListener("input", () => this.setLine(this.line.valueAsNumber))
    this.addEventListener("change", (event) => event.target.matches("[data-view-choice]") && this.setView(event.target.value))
    this.stage.addEventListener("pointerdown", (event) => this.dragLine(event))
    this.stage.addEventListener("pointermove", (event) => event.buttons && this.dragLine(event))
    this.addEventListener("htmx:afterRequest", (event) => event.detail.successful && this.dialog?.close())
    this.dialog?.addEventListener("close", () => this.remove(), { once: true })
    this.showLength()
    this.setView(this.dataset.view)
    this.setLine(this.line.valueAsNumber)
    this.seek(this.frame)
    for (const video of this.videos) video.addEventListener("loadedmetadata", () => this.playing || this.seek(this.frame), { once: true })
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    clearTimeout(this.saving)
  }

  get length() {
    return Number(this.dataset.length)
  }

  get dialog() {
    return this.closest("dialog")
  }

  /* Four sounds at once are none. */
  get heard() {
    return this.videos?.slice(0, 1) ?? []
  }

  /* In the wipe view the picture moves the divider. */
  isPicture(event) {
    return this.dataset.view !== "wipe" && super.isPicture(event)
  }

  /* -- pictures */

  show(frame) {
    for (const video of this.videos) seek(video, Math.min(seconds(frame, this.fps), (video.duration || Infinity) - 0.01))
    this.showPlace()
  }

  pausePicture() {
    this.videos.forEach((video) => video.pause())
  }

  pictureAt(frame) {
    const [{ src, videoWidth, videoHeight }] = this.videos
    return { video: src, frame, ratio: videoHeight ? videoWidth / videoHeight : undefined }
  }

  play(direction) {
    cancelAnimationFrame(this.turning)
    this.pausePicture()
    const began = this.frame
    this.enterRange(direction)
    this.direction = direction
    this.showPlaying()
    if (direction < 0) return this.byClock(() => this.show(this.frame))
    if (this.frame !== began) this.show(this.frame)
    for (const video of this.videos) {
      video.playbackRate = this.rate
      this.startVideo(video)
    }
    this.keepInStep()
  }

  keepInStep() {
    const first = this.videos.find((video) => !video.ended) ?? this.videos[0]
    const isOff = (video) => video !== first && !video.seeking && !video.ended && Math.abs(video.currentTime - first.currentTime) > 1.5 / this.fps
    for (const video of this.videos.filter(isOff)) video.currentTime = first.currentTime
    const now = Math.floor(first.currentTime * this.fps)
    if (!first.seeking) this.frame = Math.max(0, Math.min(now, this.range.last))
    this.showPlace()
    if (first.ended || (!first.seeking && now >= this.range.last + 1)) return this.finish()
    this.turning = requestAnimationFrame(() => this.playing && this.keepInStep())
  }

  finish() {
    if (!this.looping) return this.stop()
    this.frame = this.range.first
    this.show(this.frame)
    this.play(this.direction)
  }

  showPlace() {
    this.showTime()
    this.saveLater()
  }

  /* -- the view */

  setView(view) {
    this.dataset.view = view
    this.line.closest("label").hidden = view !== "wipe"
    this.saveLater()
  }

  dragLine(event) {
    if (this.dataset.view !== "wipe" || event.target.closest("a, button")) return
    const box = this.stage.getBoundingClientRect()
    this.setLine(Math.round(((event.clientX - box.left) / box.width) * 100))
  }

  /* The first video is left of the line. */
  setLine(percent) {
    this.line.value = percent
    this.stage.style.setProperty("--line", `${this.line.value}%`)
    this.saveLater()
  }

  saveLater() {
    clearTimeout(this.saving)
    if (!this.playing && this.dataset.form) this.saving = setTimeout(() => this.save(), SAVE_AFTER_MS)
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

customElements.define("video-compare", VideoCompare)
