/* <hover-video data-src="…/film.mp4"><a><img poster></a></hover-video>: plays without sound while pointed at or
   focused. The film is asked for only then; who prefers less motion, or has no pointer, keeps the still. */

const STAY_MS = 140
const calm = matchMedia("(prefers-reduced-motion: reduce)")

class HoverVideo extends HTMLElement {
  connectedCallback() {
    const card = this.closest(".card") ?? this
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    card.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && this.soon(), signal)
    card.addEventListener("pointerleave", () => this.stop(), signal)
    card.addEventListener("focusin", () => this.soon(), signal)
    card.addEventListener("focusout", (event) => card.contains(event.relatedTarget) || this.stop(), signal)
  }

  disconnectedCallback() {
    this.listening.abort()
    this.stop()
  }

  get isPlaying() {
    return Boolean(this.film)
  }

  soon() {
    if (calm.matches || this.film) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.play(), STAY_MS)
  }

  play() {
    this.film = document.createElement("video")
    Object.assign(this.film, { muted: true, loop: true, playsInline: true, src: this.dataset.src })
    this.film.setAttribute("aria-hidden", "true")
    this.film.tabIndex = -1
    this.film.addEventListener("playing", (event) => event.target.setAttribute("data-on", ""))
    this.querySelector(".card__screen").append(this.film)
    this.film.play().catch(() => this.stop())
  }

  stop() {
    clearTimeout(this.timer)
    const film = this.film
    this.film = undefined
    if (!film) return
    film.pause()
    film.removeAttribute("src")
    film.load()
    film.remove()
  }
}

customElements.define("hover-video", HoverVideo)
