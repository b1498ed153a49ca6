/* In and out of a player: the part that plays, and that a loop repeats. Marked again at the same frame, a mark goes. */
import { timecode } from "./cut.js";
import { announce } from "./live.js";

export class PlayRange {
  constructor(player) {
    this.player = player
  }

  get first() {
    return Math.min(this.in ?? 0, Math.max(0, this.player.length - 1))
  }

  get last() {
    return Math.max(0, Math.min(this.out ?? Infinity, this.player.length - 1))
  }

  setIn(frame) {
    this.in = this.in === frame ? undefined : frame
    if (this.out !== undefined && this.out <= frame) this.out = undefined
    this.changed(this.in === undefined ? "In removed" : `In at ${this.codeOf(frame)}`)
  }

  setOut(frame) {
    this.out = this.out === frame ? undefined : frame
    if (this.in !== undefined && this.in >= frame) this.in = undefined
    this.changed(this.out === undefined ? "Out removed" : `Out at ${this.codeOf(frame)}`)
  }

  clear() {
    if (this.in === undefined && this.out === undefined) return
    this.in = this.out = undefined
    this.changed("In and out removed")
  }

  changed(text) {
    announce(text)
    this.draw()
    this.player.dispatchEvent(new CustomEvent("range-changed", { bubbles: true }))
  }

  get isMarked() {
    return this.in !== undefined || this.out !== undefined
  }

  draw() {
    const { player, first, last } = this
    const most = Math.max(1, player.length - 1)
    player.toggleAttribute("data-ranged", this.isMarked)
    player.rail.style.setProperty("--in", first / most)
    player.rail.style.setProperty("--out", last / most)
    for (const [act, mark] of [["markIn", this.in], ["markOut", this.out]]) {
      player.querySelector(`[data-act=${act}]`)?.setAttribute("aria-pressed", mark !== undefined)
    }
  }

  codeOf(frame) {
    return timecode(frame, this.player.fps)
  }
}
