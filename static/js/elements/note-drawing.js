/* <note-drawing data-player data-drawing data-draft data-ratio>: writes a note on the current frame, with a drawing. Typing pauses the video and
   pins the frame. The text, the frame and the drawing survive a reload. */
import { KeyboardPen } from "../lib/keyboard-pen.js";
import { isCommand, isCtrlEnter, isOurs, keyOf } from "../lib/keys.js";
import { timecode } from "../lib/cut.js";
import { takeSent } from "../lib/sent.js";
import { draw, locate } from "../lib/strokes.js";

const MAX_POINTS = 600 // as in studio/media/drawings.py

class NoteDrawing extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.text = this.form.elements.text
    this.drawing = document.getElementById(this.dataset.drawing)
    this.player = document.getElementById(this.dataset.player)
    this.strokes = []
    this.color = "lamp"
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.text.addEventListener("input", () => this.onType())
    this.text.addEventListener("keydown", (event) => isCtrlEnter(event) && this.form.requestSubmit())
    this.addEventListener("click", (event) => this.onPress(event.target.closest("button"), event.detail === 0))
    this.drawing.addEventListener("pointerdown", (event) => this.beginStroke(event), signal)
    document.addEventListener("player-frame", (event) => this.onFrame(event.detail.frame), signal)
    document.addEventListener("keydown", (event) => this.onKey(event), signal)
    this.form.addEventListener("htmx:afterRequest", (event) => event.target === this.form && event.detail.successful && this.takeSent())
    this.form.addEventListener("htmx:beforeRequest", (event) => event.target === this.form && this.rememberSent())
    this.restoreDraft()
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  get isPinned() {
    return Boolean(this.text.value || this.strokes.length)
  }

  get fps() {
    return this.player.cut?.fps ?? 24
  }

  /* -- the frame */

  onFrame(frame) {
    if (this.isPinned) return this.showDrawing(frame)
    this.form.elements.frame.value = frame
    this.showTime()
  }

  onType() {
    this.player.stop?.()
    this.saveDraft()
    this.showTime()
  }

  showTime() {
    const { frame, end_frame: end } = this.form.elements
    const range = end.value ? ` – ${timecode(Number(end.value), this.fps)}` : ""
    this.querySelector("[data-at]").textContent = timecode(Number(frame.value), this.fps) + range
  }

  onKey(event) {
    if (!isOurs(event) || isCommand(event) || keyOf(event) !== "n") return
    event.preventDefault()
    this.player.stop?.()
    this.text.focus()
  }

  /* -- buttons */

  onPress(button, byKey) {
    if (!button) return
    if (button.dataset.tool) this.chooseTool(button.dataset.tool === this.tool ? undefined : button.dataset.tool, byKey)
    else if (button.dataset.color) this.chooseColor(button.dataset.color)
    else if ("undo" in button.dataset) this.setStrokes(this.strokes.slice(0, -1))
    else if ("range" in button.dataset) this.setEndFrame()
  }

  /* A tool that was chosen with the keyboard draws with the keyboard. */
  chooseTool(tool, byKey) {
    this.tool = tool
    this.pen?.remove()
    if (tool) this.player.stop?.()
    this.querySelectorAll("[data-tool]").forEach((one) => one.setAttribute("aria-pressed", one.dataset.tool === tool))
    this.querySelector(".note-form__colors").hidden = !tool
    this.drawing.toggleAttribute("data-drawing", Boolean(tool))
    this.pen = tool && byKey ? new KeyboardPen(this.drawing, Number(this.dataset.ratio), this.penFor(tool)) : undefined
  }

  penFor(tool) {
    return {
      down: (point) => this.startStroke(point),
      to: (point) => this.extendStroke(point),
      up: () => (this.stroke = undefined),
      undo: () => this.setStrokes(this.strokes.slice(0, -1)),
      finish: () => {
        this.chooseTool(undefined)
        this.querySelector(`[data-tool="${tool}"]`).focus()
      },
    }
  }

  chooseColor(color) {
    this.color = color
    this.querySelectorAll("[data-color]").forEach((one) => one.setAttribute("aria-pressed", one.dataset.color === color))
  }

  /* The note covers its frame up to the current one. */
  setEndFrame() {
    const { frame, end_frame: end } = this.form.elements
    end.value = this.player.frame > Number(frame.value) ? this.player.frame : ""
    if (!this.isPinned) this.text.focus()
    this.saveDraft()
    this.showTime()
  }

  /* -- drawing */

  beginStroke(event) {
    if (!this.tool || event.button !== 0) return
    event.preventDefault()
    const ratio = Number(this.dataset.ratio)
    const stop = new AbortController()
    this.drawing.setPointerCapture(event.pointerId)
    this.drawing.addEventListener("pointermove", (now) => this.extendStroke(locate(this.drawing, now, ratio)), { signal: stop.signal })
    for (const end of ["pointerup", "pointercancel"]) this.drawing.addEventListener(end, () => stop.abort(), { signal: stop.signal })
    this.startStroke(locate(this.drawing, event, ratio))
  }

  startStroke(point) {
    this.player.stop?.()
    if (!this.isPinned) this.form.elements.frame.value = this.player.frame
    this.stroke = { tool: this.tool, color: this.color, points: [point] }
    this.setStrokes([...this.strokes, this.stroke])
  }

  extendStroke(point) {
    const { stroke } = this
    if (!stroke || stroke !== this.strokes.at(-1) || stroke.points.length >= MAX_POINTS) return
    stroke.points.push(point)
    if (stroke.tool !== "pen") stroke.points.splice(1, stroke.points.length - 2)
    this.setStrokes(this.strokes)
  }

  setStrokes(strokes) {
    this.strokes = strokes
    this.form.elements.drawing.value = strokes.length ? JSON.stringify(strokes) : ""
    draw(this.drawing, strokes)
    this.saveDraft()
    this.showTime()
  }

  /* The drawing is shown on its frame only. */
  showDrawing(frame) {
    draw(this.drawing, frame === Number(this.form.elements.frame.value) ? this.strokes : [])
  }

  /* -- drafts */

  saveDraft() {
    const { frame, end_frame: end, text } = this.form.elements
    const draft = { text: text.value, frame: frame.value, end: end.value, strokes: this.strokes }
    if (this.isPinned) localStorage.setItem(this.dataset.draft, JSON.stringify(draft))
    else localStorage.removeItem(this.dataset.draft)
  }

  restoreDraft() {
    const draft = JSON.parse(localStorage.getItem(this.dataset.draft) ?? "null")
    if (!draft) return
    this.text.value = draft.text ?? ""
    this.form.elements.frame.value = draft.frame
    this.form.elements.end_frame.value = draft.end
    this.setStrokes(draft.strokes)
    requestAnimationFrame(() => this.player.seek?.(Number(draft.frame)))
  }

  /* -- sending */

  rememberSent() {
    this.sent = { text: this.text.value, strokes: this.strokes, end: this.form.elements.end_frame.value }
  }

  takeSent() {
    const { text, strokes, end } = this.sent
    takeSent(this.text, text)
    if (this.form.elements.end_frame.value === end) this.form.elements.end_frame.value = ""
    const drawn = strokes.every((stroke, n) => stroke === this.strokes[n]) ? strokes.length : 0
    this.setStrokes(this.strokes.slice(drawn))
    if (!this.isPinned) this.reset()
  }

  reset() {
    this.chooseTool(undefined)
    this.form.elements.frame.value = this.player.frame
    this.showTime()
  }
}

customElements.define("note-drawing", NoteDrawing)
