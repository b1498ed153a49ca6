/* <hover-video data-src="…/film.mp4"><a><img poster></a></hover-video>: plays muted while pointed at or focused, and
   loads the video only then. A pointer that moves across it scrubs; where it rests, the video plays on. The newest
   clip of a library plays by itself. With reduced motion the still stays. */

const DELAY_MS = 140
const REST_MS = 350
const NEWEST = "[data-new-first] > :first-child"
const calm = matchMedia("(prefers-reduced-motion: reduce)")

class HoverVideo extends HTMLElement {
  connectedCallback() {
    const card = this.closest(".card") ?? this
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    card.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && this.point(true), signal)
    card.addEventListener("pointermove", (event) => event.pointerType !== "touch" && this.scrub(event.clientX), signal)
    card.addEventListener("pointerleave", () => this.point(false), signal)
    card.addEventListener("focusin", () => this.point(true), signal)
    card.addEventListener("focusout", (event) => card.contains(event.relatedTarget) || this.point(false), signal)
    if (this.isNewest) this.playSoon()
  }

  disconnectedCallback() {
    this.listening.abort()
    this.stop()
  }

  get isNewest() {
    return Boolean(this.closest(NEWEST)) && !document.querySelector("clip-viewer:not([hidden])")
  }

  point(isPointed) {
    this.isPointed = isPointed
    if (isPointed) this.playSoon()
    else if (!this.isNewest) this.stop()
  }

  playSoon() {
    if (calm.matches || this.video) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.play(), DELAY_MS)
  }

  play() {
    this.video = document.createElement("video")
    Object.assign(this.video, { muted: true, loop: true, playsInline: true, src: this.dataset.src })
    this.video.setAttribute("aria-hidden", "true")
    this.video.tabIndex = -1
    this.video.addEventListener("playing", (event) => event.target.setAttribute("data-on", ""))
    this.video.addEventListener("timeupdate", () => this.video && (this.isPointed || this.isNewest ? this.showPlace() : this.stop()))
    this.video.addEventListener("seeked", () => this.seekOn())
    this.querySelector(".card__screen").append(this.video)
    this.video.play().catch(() => this.stop())
  }

  /* Return true: the K key was used. */
  toggle() {
    if (!this.video) this.play()
    else if (this.video.paused) this.video.play().catch(() => {})
    else this.video.pause()
    return true
  }

  /* -- scrubbing */

  scrub(x) {
    if (!this.video?.duration) return
    const { left, width } = this.getBoundingClientRect()
    this.wanted = Math.max(0, Math.min(0.999, (x - left) / width)) * this.video.duration
    this.video.pause()
    this.seekOn()
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.playOn(), REST_MS)
  }

  /* One seek at a time; then the one that is wanted by now. */
  seekOn() {
    if (this.wanted === undefined || this.video.seeking) return
    if (Math.abs(this.video.currentTime - this.wanted) > 0.02) this.video.currentTime = this.wanted
    this.showPlace()
  }

  playOn() {
    this.wanted = undefined
    this.video?.play().catch(() => {})
  }

  showPlace() {
    this.style.setProperty("--place", this.video.currentTime / (this.video.duration || 1))
  }

  stop() {
    clearTimeout(this.timer)
    clearTimeout(this.resting)
    this.wanted = undefined
    const video = this.video
    this.video = undefined
    if (!video) return
    video.pause()
    video.removeAttribute("src")
    video.load()
    video.remove()
  }
}

customElements.define("hover-video", HoverVideo)
