/* <hover-video data-src="…/film.mp4"><a><img poster></a></hover-video>: plays muted while pointed at or focused, and
   loads the video only then. The newest clip of a library plays by itself. With reduced motion the still stays. */

const DELAY_MS = 140
const NEWEST = "[data-new-first] > :first-child"
const calm = matchMedia("(prefers-reduced-motion: reduce)")

class HoverVideo extends HTMLElement {
  connectedCallback() {
    const card = this.closest(".card") ?? this
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    card.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && this.point(true), signal)
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
    return Boolean(this.closest(NEWEST))
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
    this.video.addEventListener("timeupdate", () => this.isPointed || this.isNewest || this.stop())
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
