/* What every player has: transport, keys, speed, loop, sound, in and out, the scrubber with its hovering picture.
   <video-player> and <video-compare> say what is seen at a frame. They have: fps, length, show(frame), play(direction),
   pausePicture(), pictureAt(frame), heard (the videos that may be heard). */
import { timecode } from "./cut.js";
import { announce } from "./live.js";
import { actionFor } from "./player-keys.js";
import { PlayRange } from "./play-range.js";
import { ScrubPicture } from "./scrub-picture.js";
import { Sound } from "./sound.js";

const SPEEDS = [0.25, 0.5, 1, 1.5, 2]
const FASTEST = 4

export class Player extends HTMLElement {
  connectedCallback() {
    this.scrubber = this.querySelector("[data-scrub]")
    this.rail = this.scrubber.parentElement // has no ID: htmx would copy its style when it is swapped, which the CSP stops
    this.frame = Number(this.scrubber.value)
    this.direction = 0 // -4 to 4: how fast, and which way
    this.speed = 1
    this.looping = this.dataset.loop !== undefined
    this.range = new PlayRange(this)
    this.sound = new Sound(this)
    this.scrubPicture = new ScrubPicture(this)
    this.listening = new AbortController()
    const { signal } = this.listening
    this.addEventListener("click", (event) => this.click(event), { signal })
    this.addEventListener("dblclick", (event) => this.isPicture(event) && this.full(), { signal })
    this.scrubber.addEventListener("input", () => this.seek(this.scrubber.valueAsNumber), { signal })
    document.addEventListener("keydown", (event) => this.key(event), { signal })
    this.showLooping()
  }

  disconnectedCallback() {
    this.listening.abort()
    this.direction = 0
    cancelAnimationFrame(this.turning)
  }

  get playing() {
    return this.direction !== 0
  }

  get rate() {
    return this.speed * this.direction
  }

  /* -- controls */

  click(event) {
    const act = event.target.closest("[data-act]")?.dataset.act
    if (act) this[act]()
    else if (this.isPicture(event)) this.toggle()
  }

  /* The picture plays and pauses where it is pressed, unless somebody draws on it or drags a divider. */
  isPicture({ target }) {
    return Boolean(target.closest("[data-picture]")) && !target.closest("a, button, [data-drawing]")
  }

  key(event) {
    const act = actionFor(event, this)
    if (!act || !this.knows(act)) return
    event.preventDefault()
    if (event.shiftKey && act === "back") this.seek(this.frame - Math.round(this.fps))
    else if (event.shiftKey && act === "forth") this.seek(this.frame + Math.round(this.fps))
    else this[act]()
  }

  knows(act) {
    return act in this
  }

  toggle() {
    if (this.playing) this.stop()
    else this.play(1)
  }

  stop() {
    this.direction = 0
    cancelAnimationFrame(this.turning)
    this.pausePicture()
    if (this.length) this.show(this.frame)
    this.showPlaying()
  }

  forward() {
    this.play(this.direction > 0 ? Math.min(FASTEST, this.direction * 2) : 1)
  }

  backward() {
    this.play(this.direction < 0 ? Math.max(-FASTEST, this.direction * 2) : -1)
  }

  back() {
    this.step(-1)
  }

  forth() {
    this.step(1)
  }

  step(by) {
    if (this.playing) this.stop()
    this.seek(this.frame + by)
  }

  home() {
    this.seek(0)
  }

  end() {
    this.seek(this.length - 1)
  }

  loop() {
    this.looping = !this.looping
    this.showLooping()
  }

  mute() {
    this.sound.toggle()
  }

  slower() {
    this.setSpeed(SPEEDS[Math.max(0, SPEEDS.indexOf(this.speed) - 1)])
  }

  faster() {
    this.setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, SPEEDS.indexOf(this.speed) + 1)])
  }

  /* The button has one way to go: after the fastest comes the slowest. */
  cycleSpeed() {
    this.setSpeed(SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length])
  }

  setSpeed(speed) {
    this.speed = speed
    this.querySelector("[data-speed]").textContent = `${speed}×`
    announce(`Speed ${speed}×`)
    if (this.playing) this.play(this.direction)
  }

  markIn() {
    this.range.setIn(this.frame)
  }

  markOut() {
    this.range.setOut(this.frame)
  }

  clearMarks() {
    this.range.clear()
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen()
    else this.requestFullscreen?.()
  }

  keys() {
    const dialog = document.getElementById(this.dataset.keys)
    if (dialog && !dialog.open) dialog.showModal()
  }

  seek(frame) {
    if (!this.length) return
    this.frame = Math.max(0, Math.min(frame, this.length - 1))
    if (this.playing) this.play(this.direction)
    else this.show(this.frame)
  }

  /* -- playing */

  /* Play the picture. A browser that wants a press first lets muted videos play. */
  startVideo(video) {
    video.play().catch((error) => error.name === "NotAllowedError" && this.sound.hush() && video.play().catch(() => {}))
  }

  /* Before playing: the part between in and out begins anew when the playhead is at its end, or outside. */
  enterRange(direction) {
    const { first, last } = this.range
    if (direction > 0 && (this.frame >= last || this.frame < first)) this.frame = first
    if (direction < 0 && this.frame > last) this.frame = last
  }

  /* Call each(frame) as time passes, where no video keeps the time. */
  byClock(each) {
    const from = this.frame
    const began = performance.now()
    const perMs = (this.fps * this.rate) / 1000
    const tick = () => {
      if (!this.playing) return
      const now = from + Math.trunc((performance.now() - began) * perMs)
      this.frame = Math.max(0, Math.min(now, this.length - 1))
      this.turning = requestAnimationFrame(tick)
      each(now)
      if (this.direction < 0 && now <= this.range.first) this.finishBackward()
    }
    this.turning = requestAnimationFrame(tick)
  }

  finishBackward() {
    this.frame = this.looping ? this.range.last : this.range.first
    if (this.looping && this.frame > this.range.first) this.play(this.direction)
    else this.stop()
  }

  /* -- texts */

  showTime() {
    const code = timecode(this.frame, this.fps)
    this.querySelector("[data-time]").textContent = code
    this.scrubber.value = this.frame
    this.scrubber.setAttribute("aria-valuetext", code)
    this.rail.style.setProperty("--played", this.frame / Math.max(1, this.length - 1))
  }

  showLength() {
    this.scrubber.max = Math.max(0, this.length - 1)
    this.querySelector("[data-total]").textContent = timecode(this.length, this.fps)
    this.range.draw()
  }

  showLooping() {
    this.querySelector("[data-act=loop]").setAttribute("aria-pressed", this.looping)
  }

  showPlaying() {
    this.querySelector("[data-act=toggle]").setAttribute("aria-label", this.playing ? "Pause" : "Play")
    this.toggleAttribute("data-playing", this.playing)
    if (this.playing) this.removeAttribute("data-fresh")
    document.dispatchEvent(new CustomEvent("player-playing"))
  }
}
