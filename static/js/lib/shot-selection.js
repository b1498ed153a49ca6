/* The selected shots of the strip: one, whose panel is open, or several, for an act on all of them. */
import { announce } from "./live.js";

export class ShotSelection {
  constructor(strip) {
    this.strip = strip
    this.ids = new Set()
  }

  get shots() {
    return this.strip.shots.filter((shot) => this.ids.has(shot.dataset.shot))
  }

  get only() {
    return this.shots.length === 1 ? this.shots[0] : undefined
  }

  choose(shots, { open = true } = {}) {
    this.ids = new Set(shots.map((shot) => shot.dataset.shot))
    this.anchor = shots[0]?.dataset.shot
    this.mark()
    if (open) this.strip.panel.open()
    if (shots.length > 1) announce(`${shots.length} shots selected`)
    else if (!shots.length) announce("No shot selected")
  }

  /* Forget shots that are gone. */
  prune() {
    this.ids = new Set(this.shots.map((shot) => shot.dataset.shot))
    this.mark()
  }

  mark() {
    for (const shot of this.strip.shots) {
      const selected = this.ids.has(shot.dataset.shot)
      shot.toggleAttribute("data-selected", selected)
      shot.querySelector(".shot__frames").setAttribute("aria-pressed", selected)
    }
  }

  /* -- by pointer: one; with Shift, all up to here; with Ctrl or Command, one more or less */

  press(shot, event) {
    if (event.shiftKey) this.reach(shot)
    else if (event.ctrlKey || event.metaKey) this.toggle(shot)
    else this.choose([shot])
  }

  toggle(shot) {
    const shots = this.shots
    this.choose(shots.includes(shot) ? shots.filter((one) => one !== shot) : this.strip.shots.filter((one) => one === shot || shots.includes(one)))
  }

  reach(shot) {
    const { shots } = this.strip
    const anchor = shots.findIndex((one) => one.dataset.shot === this.anchor)
    const [from, to] = [anchor < 0 ? shots.indexOf(shot) : anchor, shots.indexOf(shot)]
    this.choose(shots.slice(Math.min(from, to), Math.max(from, to) + 1))
    this.anchor = shots[from].dataset.shot
    this.end = shot.dataset.shot
  }

  /* -- by key */

  /* Return whether the key was one of the selection's. */
  key(key, event) {
    const hasControl = event.ctrlKey || event.metaKey
    if (key === "a" && hasControl) this.choose(this.strip.shots)
    else if (event.altKey || hasControl) return false
    else if (key === "Escape" && this.ids.size) this.choose([])
    else if (event.shiftKey && key in STEPS) this.extend(STEPS[key])
    else if (key === "Enter" && !event.target.closest?.("button, a, summary, input")) this.chooseHere()
    else return false
    return true
  }

  /* Extend to the shot before or after, from the one that is selected or under the playhead. */
  extend(step) {
    const { shots } = this.strip
    if (!this.ids.size) return this.chooseHere()
    const end = shots.findIndex((one) => one.dataset.shot === (this.ids.size > 1 ? this.end : this.anchor))
    const next = shots[end + step]
    if (next) this.reach(next)
  }

  chooseHere() {
    const here = this.strip.querySelector(".shot[data-here]")
    if (here) this.choose([here])
  }
}

const STEPS = { ArrowUp: -1, ArrowDown: 1 }
