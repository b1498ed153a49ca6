/* <hover-video data-src="…/film.mp4"><a><img poster></a></hover-video>: plays muted while pointed at or focused, and
   loads the video only then. With reduced motion or on touch the still stays. */

const DELAY_MS = 140
const calm = matchMedia("(prefers-reduced-motion: reduce)")

class HoverVideo extends HTMLElement {
  connectedCallback() {
    const card = this.closest(".card") ?? this
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    card.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && this.playSoon(), signal)
    card.addEventListener("pointerleave", () => this.stop(), signal)
    card.addEventListener("focusin", () => this.playSoon(), signal)
    card.addEventListener("focusout", (event) => card.contains(event.relatedTarget) || this.stop(), signal)
  }

  disconnectedCallback() {
    this.listening.abort()
    this.stop()
  }

  get isPlaying() {
    return Boolean(this.video)
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
    this.querySelector(".card__screen").append(this.video)
    this.video.play().catch(() => this.stop())
  }

  stop() {
    clearTimeout(this.timer)
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
