/* <strip-grip>: the border between the screen and the strip. Dragged, or moved by its keys, it gives the strip a share
   of the window's height, which this browser keeps. */
const [LOWEST, USUAL, HIGHEST] = [22, 34, 66] // percent
const STEPS = { ArrowUp: 2, ArrowDown: -2, PageUp: 10, PageDown: -10 }

class StripGrip extends HTMLElement {
  connectedCallback() {
    this.show(Number(localStorage.getItem("strip:share")) || USUAL)
    this.addEventListener("pointerdown", (event) => this.grab(event))
    this.addEventListener("dblclick", () => this.choose(USUAL))
    this.addEventListener("keydown", (event) => this.key(event))
  }

  grab(event) {
    if (event.button !== 0) return
    event.preventDefault()
    const stop = new AbortController()
    this.setPointerCapture(event.pointerId)
    this.toggleAttribute("data-dragged", true)
    this.addEventListener("pointermove", ({ clientY }) => this.choose(((innerHeight - clientY) / innerHeight) * 100), { signal: stop.signal })
    for (const end of ["pointerup", "pointercancel"]) this.addEventListener(end, () => this.drop(stop), { signal: stop.signal })
  }

  drop(stop) {
    stop.abort()
    this.removeAttribute("data-dragged")
  }

  key(event) {
    const share = { Home: LOWEST, End: HIGHEST }[event.key] ?? (event.key in STEPS ? this.share + STEPS[event.key] : undefined)
    if (share === undefined) return
    event.preventDefault()
    event.stopPropagation()
    this.choose(share)
  }

  choose(share) {
    this.show(share)
    localStorage.setItem("strip:share", this.share)
  }

  show(share) {
    this.share = Math.round(Math.min(HIGHEST, Math.max(LOWEST, share)))
    this.parentElement.style.setProperty("--strip", this.share)
    this.ariaValueNow = this.share
    this.ariaValueText = `${this.share} %`
    dispatchEvent(new Event("resize")) // the strip draws its pictures anew
  }
}

customElements.define("strip-grip", StripGrip)
