/* Draws with the keyboard: the arrow keys move a pointer over the picture (with Shift ten times as far), Space starts
   and ends a stroke, Backspace removes the last one, Escape finishes. Calls pen.down(point), pen.to(point), pen.up(),
   pen.undo() and pen.finish(). Announces where the pointer is when it rests. */
import { announce } from "./live.js";
import { clamp, round } from "./strokes.js";

const STEP = 0.01
const REST_MS = 500
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const ARM = 0.02
const LABEL = "Drawing: move with the arrow keys, start and end a stroke with Space, finish with Escape"

export class KeyboardPen {
  constructor(svg, ratio, pen) {
    Object.assign(this, { svg, ratio, pen, at: [0.5, round(ratio / 2)], isDown: false })
    this.pointer = svg.cloneNode(false)
    this.pointer.removeAttribute("id")
    this.pointer.classList.add("drawing__pointer")
    this.pointer.append(document.createElementNS(svg.namespaceURI, "path"))
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    svg.addEventListener("keydown", (event) => this.onKey(event), signal)
    svg.addEventListener("blur", () => this.lift(), signal)
    svg.after(this.pointer)
    svg.removeAttribute("aria-hidden")
    for (const [name, value] of Object.entries({ tabindex: "0", role: "application", "aria-label": LABEL })) svg.setAttribute(name, value)
    this.show()
    svg.focus()
  }

  remove() {
    clearTimeout(this.resting)
    this.listening.abort()
    this.pointer.remove()
    for (const name of ["tabindex", "role", "aria-label"]) this.svg.removeAttribute(name)
    this.svg.setAttribute("aria-hidden", "true")
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const actions = { " ": () => this.toggle(), Enter: () => this.toggle(), Backspace: () => this.pen.undo(), Escape: () => this.pen.finish() }
    const direction = DIRECTIONS[event.key]
    const act = direction ? () => this.move(direction, event.shiftKey ? 10 : 1) : actions[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  move([x, y], times) {
    this.at = [clamp(this.at[0] + x * STEP * times, 1), clamp(this.at[1] + y * STEP * times, this.ratio)]
    if (this.isDown) this.pen.to(this.at)
    this.show()
    clearTimeout(this.resting)
    this.resting = setTimeout(() => announce(this.position), REST_MS)
  }

  toggle() {
    if (this.isDown) return this.lift()
    this.isDown = true
    this.pen.down(this.at)
    announce(`Pen down. ${this.position}`)
  }

  lift() {
    if (!this.isDown) return
    this.isDown = false
    this.pen.up()
    announce("Pen up.")
  }

  get position() {
    return `${Math.round(this.at[0] * 100)} across, ${Math.round((this.at[1] / this.ratio) * 100)} down`
  }

  show() {
    const [x, y] = this.at
    this.pointer.firstChild.setAttribute("d", `M${round(x - ARM)} ${y}H${round(x + ARM)}M${x} ${round(y - ARM)}V${round(y + ARM)}`)
  }
}
