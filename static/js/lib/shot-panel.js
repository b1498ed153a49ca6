/* The panel beside the player, kept up to date while the strip changes: the selected shot, or the composer for the
   next one. A prompt that somebody is writing is never taken away. */

import { Latest } from "./latest.js";

export class ShotPanel {
  constructor(strip, signal) {
    this.strip = strip
    this.loader = new Latest(`#${strip.dataset.panel}`)
    document.addEventListener("htmx:afterSettle", (event) => event.detail.target?.id === strip.dataset.panel && this.focusPrompt(), { signal })
  }

  get panel() {
    return document.getElementById(this.strip.dataset.panel)
  }

  /* Show the selected shot. */
  open() {
    if (!this.panel) return
    this.shown = this.strip.selected.outerPlain
    return this.load(`shots/${this.strip.selectedId}/`)
  }

  load(path) {
    return this.loader.load(this.strip.base + path)
  }

  /* A place was pressed: its composer comes, and the next thing to do is to write. */
  expectPrompt() {
    this.promptExpected = true
  }

  focusPrompt() {
    if (!this.promptExpected) return
    this.promptExpected = false
    this.panel.querySelector("#prompt")?.focus({ preventScroll: true })
    if (this.panel.getBoundingClientRect().top > innerHeight / 2) this.panel.scrollIntoView({ block: "start" })
  }

  /* The strip has changed. The focus stays on the button that was pressed. */
  async refresh() {
    const { panel, strip } = this
    if (!panel || this.isBusy()) return
    if (this.isOutOfPlace()) return this.openEnd()
    if (!strip.selected || panel.dataset.for !== strip.selectedId || this.shown === strip.selected.outerPlain) return
    const pressed = panel.contains(document.activeElement) && document.activeElement.textContent
    await this.open()
    if (pressed) [...this.panel.querySelectorAll("button")].find((button) => button.textContent === pressed)?.focus()
  }

  isBusy() {
    if (!this.panel.querySelector(".htmx-request")) return false
    setTimeout(() => this.refresh(), 300)
    return true
  }

  /* Its shot is gone; or the cut ends elsewhere now, and nothing was written yet. */
  isOutOfPlace() {
    const { for: id, after, atEnd } = this.panel.dataset
    const has = (shot) => this.strip.shots.some((one) => one.dataset.shot === shot)
    if (id) return !has(id)
    if (after === undefined || this.panel.querySelector("#prompt")?.value.trim()) return false
    const last = this.strip.shots.at(-1)?.dataset.shot ?? ""
    return atEnd ? after !== last : Boolean(after) && !has(after)
  }

  async openEnd() {
    const hadFocus = this.panel.contains(document.activeElement)
    await this.load("panel/?after=end")
    if (hadFocus) document.getElementById(this.strip.dataset.player)?.focus({ preventScroll: true })
  }
}
