/* Move and trim shots with the pointer. Nothing changes before the pointer is released, and what comes from the
   server meanwhile waits (`later`). */
import { announce } from "./live.js";

const SHORTEST_PX = 46

export const widthOf = (frames, px) => Math.max(SHORTEST_PX, frames * px)

export class Drag {
  constructor(strip) {
    this.strip = strip
  }

  grab(event) {
    if (event.button !== 0) return
    const handle = event.target.closest("[data-trim]")
    const shot = event.target.closest(".shot")
    if (!shot || event.target.closest(".shot__bridge")) return
    if (handle) this.begin(event, (moved) => this.dragTrim(shot, handle.dataset.trim, moved), (was) => this.strip.trim(shot, was.trim))
    else if (event.pointerType !== "touch" && this.strip.querySelector("[data-trim]")) this.begin(event, (_moved, now) => this.dragMove(this.movedWith(shot), now), (was) => this.strip.moveAfter(this.movedWith(shot), was.after))
  }

  /* moved: called at each step; dropped: called with what to do, once released. Escape cancels. */
  begin(event, moved, dropped) {
    const from = event.clientX
    const stop = new AbortController()
    const signal = { signal: stop.signal }
    const finish = (keep) => {
      stop.abort()
      const was = this.now
      this.now = undefined
      if (was) swallowClick()
      if (was && keep) dropped(was)
      if (this.later) this.strip.take(this.later)
      this.later = undefined
      document.querySelectorAll("[data-dragged], [data-drop], [data-receives]").forEach(clear)
      this.strip.lay()
    }
    document.addEventListener("pointermove", (now) => {
      if (!this.now && Math.abs(now.clientX - from) < 5) return
      this.now ??= {}
      moved(now.clientX - from, now)
    }, signal)
    document.addEventListener("pointerup", () => finish(true), signal)
    document.addEventListener("pointercancel", () => finish(false), signal)
    document.addEventListener("keydown", (now) => now.key === "Escape" && finish(false), signal)
  }

  dragTrim(shot, side, moved) {
    const { start, end, step, videoFrames } = Object.fromEntries(Object.entries(shot.dataset).map(([name, value]) => [name, Number(value)]))
    const by = Math.round((moved / this.strip.px) * step)
    const now = side === "start" ? [Math.max(0, Math.min(start + by, end - 1)), end] : [start, Math.max(start + 1, Math.min(end + by, videoFrames))]
    this.now = { trim: side === "start" ? { start_frame: now[0] } : { end_frame: now[1] } }
    shot.setAttribute("data-dragged", "")
    const frames = Math.max(1, Math.round((now[1] - now[0]) / step))
    shot.style.setProperty("--width", `${widthOf(frames, this.strip.px)}px`)
    announce(`${frames} frames`)
  }

  /* All that are selected, if this one is among them. */
  movedWith(shot) {
    const selected = this.strip.selection.shots
    return selected.includes(shot) ? selected : [shot]
  }

  dragMove(shots, event) {
    shots.forEach((shot) => shot.setAttribute("data-dragged", ""))
    const others = this.strip.shots.filter((one) => !shots.includes(one))
    const behind = others.findLastIndex((one) => {
      const box = one.getBoundingClientRect()
      return event.clientX > box.left + box.width / 2
    })
    this.now = { after: behind < 0 ? "" : others[behind].dataset.shot }
    others.forEach((one, n) => one.setAttribute("data-drop", n === behind ? "after" : n === behind + 1 ? "before" : ""))
  }
}

function clear(element) {
  for (const name of ["data-dragged", "data-drop", "data-receives"]) element.removeAttribute(name)
}

/* The release of a drag is no press on what is under the pointer. */
function swallowClick() {
  const stop = new AbortController()
  const swallow = (event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  document.addEventListener("click", swallow, { capture: true, signal: stop.signal })
  setTimeout(() => stop.abort())
}
