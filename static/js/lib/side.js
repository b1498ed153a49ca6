/* The panel beside the player, kept true while the strip changes: what is said of the chosen clip, or the composer
   for the next one. Words that somebody is writing are never taken away. */

const PANEL = "panel"

export class Side {
  constructor(strip, signal) {
    this.strip = strip
    document.addEventListener("htmx:afterSettle", (event) => event.detail.target?.id === PANEL && this.arrived(), { signal })
  }

  get panel() {
    return document.getElementById(PANEL)
  }

  /* What is said of the chosen clip. */
  open() {
    if (!this.panel) return
    this.told = this.strip.chosen.outerPlain
    return this.load(`clips/${this.strip.selected}/`)
  }

  load(path) {
    return window.htmx?.ajax("GET", this.strip.base + path, { target: `#${PANEL}`, swap: "outerHTML" })
  }

  /* A place was pressed: the composer for it comes, and the next thing to do is to write. */
  expect() {
    this.expected = true
  }

  arrived() {
    if (!this.expected) return
    this.expected = false
    const words = this.panel.querySelector("#words")
    words?.focus({ preventScroll: true })
    if (this.panel.getBoundingClientRect().top > innerHeight / 2) this.panel.scrollIntoView({ block: "start" })
  }

  /* The strip is another one. The focus stays on the button that was pressed. */
  async refresh() {
    const { panel, strip } = this
    if (!panel || this.isBusy()) return
    if (this.isOutOfPlace()) return this.toTheEnd()
    if (!strip.chosen || panel.dataset.for !== strip.selected || this.told === strip.chosen.outerPlain) return
    const pressed = panel.contains(document.activeElement) && document.activeElement.textContent
    await this.open()
    if (pressed) [...this.panel.querySelectorAll("button")].find((button) => button.textContent === pressed)?.focus()
  }

  isBusy() {
    if (!this.panel.querySelector(".htmx-request")) return false
    setTimeout(() => this.refresh(), 300)
    return true
  }

  /* The clip of which it speaks is gone; or the film ends elsewhere, and nothing was written yet. */
  isOutOfPlace() {
    const { for: clip, after, atEnd } = this.panel.dataset
    const shot = (id) => this.strip.shots.find((one) => one.dataset.clip === id)
    if (clip) return !shot(clip)
    if (after === undefined || this.panel.querySelector("#words")?.value.trim()) return false
    const last = this.strip.shots.at(-1)?.dataset.clip ?? ""
    return atEnd ? after !== last : Boolean(after) && !shot(after)
  }

  async toTheEnd() {
    const hadFocus = this.panel.contains(document.activeElement)
    await this.load("panel/?after=end")
    if (hadFocus) document.getElementById("player")?.focus({ preventScroll: true })
  }
}
