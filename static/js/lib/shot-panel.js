/* The panel beside the player, kept up to date while the strip changes: the selected shot, or the composer for the
   next one. A prompt that somebody is writing is never taken away. */

import { Latest } from "./latest.js";

export class ShotPanel {
  constructor(strip, signal) {
    this.strip = strip
    this.loader = new Latest(`#${strip.dataset.panel}`)
    document.addEventListener("htmx:afterSettle", (event) => event.detail.target?.id === strip.dataset.panel && this.loaded(), { signal })
  }

  get panel() {
    return document.getElementById(this.strip.dataset.panel)
  }

  /* Show what is selected; nothing: the composer for the end. */
  open() {
    if (!this.panel) return
    const shots = this.strip.selection.shots
    this.shown = plainOf(shots)
    if (!shots.length) return this.openEnd()
    if (shots.length === 1) return this.load(`shots/${shots[0].dataset.shot}/`)
    return this.load(`selection/?${new URLSearchParams(shots.map((shot) => ["shots", shot.dataset.shot]))}`)
  }

  load(path) {
    return this.loader.load(this.strip.base + path)
  }

  loaded() {
    this.focusPrompt()
    this.bringStripUpToDate()
  }

  /* While a shot is in progress, its panel may know more than the strip, which waits for the next poll. */
  bringStripUpToDate() {
    const shot = this.strip.shots.find((one) => one.dataset.shot === this.panel.dataset.for)
    if (shot && (shot.dataset.status !== "Ready" || this.panel.querySelector("[data-status]"))) document.querySelector("live-changes")?.poll()
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
    const selected = strip.selection.shots
    if (this.isOutOfPlace()) return selected.length ? this.open() : this.openEnd()
    if (!selected.length || panel.dataset.for !== keyOf(selected) || this.shown === plainOf(selected)) return
    const pressed = panel.contains(document.activeElement) && document.activeElement.textContent
    await this.open()
    if (pressed) [...this.panel.querySelectorAll("button")].find((button) => button.textContent === pressed)?.focus()
  }

  /* Is the library open, or the composer for the shot before or after these, or with words that nobody has sent yet? */
  isForNext(shots) {
    const { after, drawer } = this.panel?.dataset ?? {}
    if (drawer !== undefined) return true
    if (after === undefined) return false
    const isAtAnEnd = shots[0] === this.strip.shots[0] || shots.at(-1) === this.strip.shots.at(-1)
    return isAtAnEnd || Boolean(this.panel.querySelector("#prompt")?.value.trim())
  }

  isBusy() {
    if (!this.panel.querySelector(".htmx-request")) return false
    setTimeout(() => this.refresh(), 300)
    return true
  }

  /* Its shot is gone; or the cut ends elsewhere now, and nothing was written yet. */
  isOutOfPlace() {
    const { for: id, after, atEnd, gone } = this.panel.dataset
    const has = (shot) => this.strip.shots.some((one) => one.dataset.shot === shot)
    if (gone !== undefined) return true
    if (id) return !id.split(" ").every(has)
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

const keyOf = (shots) => shots.map((shot) => shot.dataset.shot).join(" ")
const plainOf = (shots) => shots.map((shot) => shot.outerPlain).join("")
