/* <shot-preview><video muted loop><button></shot-preview>: plays while it is on the screen. A press pauses it, or
   plays it where motion is reduced. */

const calm = matchMedia("(prefers-reduced-motion: reduce)")

class ShotPreview extends HTMLElement {
  connectedCallback() {
    this.video = this.querySelector("video")
    if (!this.video) return
    this.isWanted = !calm.matches
    this.querySelector("button").addEventListener("click", () => this.toggle())
    this.seen = new IntersectionObserver(([entry]) => this.show(entry.isIntersecting))
    this.seen.observe(this)
  }

  disconnectedCallback() {
    this.seen?.disconnect()
  }

  toggle() {
    this.isWanted = this.video.paused
    this.show(true)
  }

  show(isVisible) {
    if (isVisible && this.isWanted) this.video.play().catch(() => {}) // the poster stays
    else this.video.pause()
  }
}

customElements.define("shot-preview", ShotPreview)
