/* Drawing by keys: the arrows move a cross over the picture (with Shift ten times as far), Space puts the pen down
   and lifts it, Backspace takes the last line back, Escape ends. `pen` is told: down(point), to(point), up(), back(),
   end(). Where the cross is, is said when it rests. */
import { held, near } from "./ink.js";
import { say } from "./live.js";

const STEP = 0.01
const REST_MS = 500
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const ARM = 0.02

export class Cross {
  constructor(svg, ratio, pen) {
    Object.assign(this, { svg, ratio, pen, at: [0.5, near(ratio / 2)], isDown: false })
    this.mark = svg.cloneNode(false)
    this.mark.removeAttribute("id")
    this.mark.classList.add("ink__cross")
    this.mark.append(document.createElementNS(svg.namespaceURI, "path"))
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    svg.addEventListener("keydown", (event) => this.key(event), signal)
    svg.addEventListener("blur", () => this.lift(), signal)
    svg.after(this.mark)
    svg.removeAttribute("aria-hidden")
    for (const [name, value] of Object.entries({ tabindex: "0", role: "application", "aria-label": "Draw with the arrow keys; Space puts the pen down and lifts it, Escape ends" })) svg.setAttribute(name, value)
    this.show()
    svg.focus()
  }

  remove() {
    clearTimeout(this.resting)
    this.listening.abort()
    this.mark.remove()
    for (const name of ["tabindex", "role", "aria-label"]) this.svg.removeAttribute(name)
    this.svg.setAttribute("aria-hidden", "true")
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const acts = { " ": () => this.press(), Enter: () => this.press(), Backspace: () => this.pen.back(), Escape: () => this.pen.end() }
    const act = WAYS[event.key] ? () => this.move(WAYS[event.key], event.shiftKey ? 10 : 1) : acts[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  move([x, y], times) {
    this.at = [held(this.at[0] + x * STEP * times, 1), held(this.at[1] + y * STEP * times, this.ratio)]
    if (this.isDown) this.pen.to(this.at)
    this.show()
    clearTimeout(this.resting)
    this.resting = setTimeout(() => say(this.words), REST_MS)
  }

  press() {
    if (this.isDown) return this.lift()
    this.isDown = true
    this.pen.down(this.at)
    say(`Pen down. ${this.words}`)
  }

  lift() {
    if (!this.isDown) return
    this.isDown = false
    this.pen.up()
    say("Pen up.")
  }

  get words() {
    return `${Math.round(this.at[0] * 100)} across, ${Math.round((this.at[1] / this.ratio) * 100)} down`
  }

  show() {
    const [x, y] = this.at
    this.mark.firstChild.setAttribute("d", `M${near(x - ARM)} ${y}H${near(x + ARM)}M${x} ${near(y - ARM)}V${near(y + ARM)}`)
  }
}
