/* <note-pad data-draft data-ratio>: writes a note to the frame that is shown, with a drawing on it. Typing pauses
   the film and pins the frame; words, frame and drawing survive a reload. */
import { Cross } from "../lib/cross.js";
import { draw, place } from "../lib/ink.js";
import { isOurs } from "../lib/keys.js";
import { timecode } from "../lib/cut.js";

const MOST_POINTS = 600 // as studio/media/drawings.py allows

class NotePad extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.words = this.form.elements.words
    this.ink = document.getElementById("ink")
    this.player = document.getElementById("player")
    this.strokes = []
    this.colour = "lamp"
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.words.addEventListener("input", () => this.typed())
    this.words.addEventListener("keydown", (event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" && this.form.requestSubmit())
    this.addEventListener("click", (event) => this.pressed(event.target.closest("button"), event.detail === 0))
    this.ink.addEventListener("pointerdown", (event) => this.begin(event), signal)
    document.addEventListener("player-frame", (event) => this.moved(event.detail.frame), signal)
    document.addEventListener("keydown", (event) => this.key(event), signal)
    this.form.addEventListener("htmx:afterRequest", (event) => event.target === this.form && event.detail.successful && this.sent())
    this.restore()
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  get pinned() {
    return Boolean(this.words.value || this.strokes.length)
  }

  get fps() {
    return this.player.cut?.fps ?? 24
  }

  /* -- the frame */

  moved(frame) {
    if (this.pinned) return this.showInk(frame)
    this.form.elements.frame.value = frame
    this.tell()
  }

  typed() {
    this.player.stop?.()
    this.keep()
    this.tell()
  }

  tell() {
    const { frame, end_frame: end } = this.form.elements
    const until = end.value ? ` – ${timecode(Number(end.value), this.fps)}` : ""
    this.querySelector("[data-at]").textContent = timecode(Number(frame.value), this.fps) + until
  }

  key(event) {
    if (!isOurs(event) || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "n") return
    event.preventDefault()
    this.player.stop?.()
    this.words.focus()
  }

  /* -- buttons */

  pressed(button, byKey) {
    if (!button) return
    if (button.dataset.tool) this.choose(button.dataset.tool === this.tool ? undefined : button.dataset.tool, byKey)
    else if (button.dataset.colour) this.paint(button.dataset.colour)
    else if ("undo" in button.dataset) this.take(this.strokes.slice(0, -1))
    else if ("range" in button.dataset) this.until()
  }

  /* By a key: the cross is shown and drawn with. */
  choose(tool, byKey) {
    this.tool = tool
    this.cross?.remove()
    if (tool) this.player.stop?.()
    this.querySelectorAll("[data-tool]").forEach((one) => one.setAttribute("aria-pressed", one.dataset.tool === tool))
    this.querySelector(".say__colours").hidden = !tool
    this.ink.toggleAttribute("data-drawing", Boolean(tool))
    this.cross = tool && byKey ? new Cross(this.ink, Number(this.dataset.ratio), this.byKeys(tool)) : undefined
  }

  byKeys(tool) {
    return {
      down: (point) => this.start(point),
      to: (point) => this.extend(point),
      up: () => (this.stroke = undefined),
      back: () => this.take(this.strokes.slice(0, -1)),
      end: () => {
        this.choose(undefined)
        this.querySelector(`[data-tool="${tool}"]`).focus()
      },
    }
  }

  paint(colour) {
    this.colour = colour
    this.querySelectorAll("[data-colour]").forEach((one) => one.setAttribute("aria-pressed", one.dataset.colour === colour))
  }

  /* The note goes from its frame to the one that is shown now. */
  until() {
    const { frame, end_frame: end } = this.form.elements
    end.value = this.player.frame > Number(frame.value) ? this.player.frame : ""
    if (!this.pinned) this.words.focus()
    this.keep()
    this.tell()
  }

  /* -- drawing */

  begin(event) {
    if (!this.tool || event.button !== 0) return
    event.preventDefault()
    const ratio = Number(this.dataset.ratio)
    const stop = new AbortController()
    this.ink.setPointerCapture(event.pointerId)
    this.ink.addEventListener("pointermove", (now) => this.extend(place(this.ink, now, ratio)), { signal: stop.signal })
    for (const end of ["pointerup", "pointercancel"]) this.ink.addEventListener(end, () => stop.abort(), { signal: stop.signal })
    this.start(place(this.ink, event, ratio))
  }

  start(point) {
    this.player.stop?.()
    if (!this.pinned) this.form.elements.frame.value = this.player.frame
    this.stroke = { tool: this.tool, colour: this.colour, points: [point] }
    this.take([...this.strokes, this.stroke])
  }

  extend(point) {
    const { stroke } = this
    if (!stroke || stroke !== this.strokes.at(-1) || stroke.points.length >= MOST_POINTS) return
    stroke.points.push(point)
    if (stroke.tool !== "pen") stroke.points.splice(1, stroke.points.length - 2)
    this.take(this.strokes)
  }

  take(strokes) {
    this.strokes = strokes
    this.form.elements.drawing.value = strokes.length ? JSON.stringify(strokes) : ""
    draw(this.ink, strokes)
    this.keep()
    this.tell()
  }

  /* A drawing belongs to its frame. */
  showInk(frame) {
    draw(this.ink, frame === Number(this.form.elements.frame.value) ? this.strokes : [])
  }

  /* -- drafts and answers */

  keep() {
    const { frame, end_frame: end, words } = this.form.elements
    const draft = { words: words.value, frame: frame.value, end: end.value, strokes: this.strokes }
    if (this.pinned) localStorage.setItem(this.dataset.draft, JSON.stringify(draft))
    else localStorage.removeItem(this.dataset.draft)
  }

  restore() {
    const draft = JSON.parse(localStorage.getItem(this.dataset.draft) ?? "null")
    if (!draft) return
    this.words.value = draft.words
    this.form.elements.frame.value = draft.frame
    this.form.elements.end_frame.value = draft.end
    this.take(draft.strokes)
    requestAnimationFrame(() => this.player.seek?.(Number(draft.frame)))
  }

  sent() {
    this.words.value = ""
    this.form.elements.end_frame.value = ""
    this.choose(undefined)
    this.take([])
    this.form.elements.frame.value = this.player.frame
    this.tell()
  }
}

customElements.define("note-pad", NotePad)
