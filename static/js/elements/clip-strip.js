/* <clip-strip id="strip">: the clips of a timeline in order. Chooses, moves, trims, splits and removes by pointer
   and by key; draws the playhead; takes from fresh pieces only what is different, so that nothing is pulled away
   from under a hand. The truth is at the server: every change is posted, and comes back with the pulse. */
import { say } from "../lib/live.js";
import { Drag, widthOf } from "../lib/drag.js";
import { isOurs } from "../lib/keys.js";
import { Lane } from "../lib/lane.js";
import { timecode } from "../lib/reel.js";
import { drawRuler, scrub } from "../lib/ruler.js";
import { Side } from "../lib/side.js";
import { drawTiles } from "../lib/tiles.js";
import { csrf } from "../lib/upload.js";

const ZOOMS = [0.5, 1, 1.5, 2, 3, 5, 8, 13] // px a frame; "Fit" finds its own
const NARROW_PX = 640
const [PADS_PX, GAP_PX] = [184, 3] // beside the clips, and after each: css/timeline/strip.css

class ClipStrip extends HTMLElement {
  connectedCallback() {
    if (this.listening) return
    this.playhead = 0
    this.drag = new Drag(this)
    this.zoom = Number(localStorage.getItem("strip:zoom")) || 0
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.side = new Side(this, this.listening.signal)
    this.lane = new Lane(this.querySelector("#strip-lane"))
    this.addEventListener("click", (event) => this.pressed(event))
    this.addEventListener("pointerdown", (event) => (event.target.closest("#strip-ruler") ? scrub(this, event) : this.drag.grab(event)))
    this.addEventListener("pointerover", ({ target }) => titled(target.closest(".shot__bridge")))
    document.addEventListener("keydown", (event) => this.key(event), signal)
    document.addEventListener("click", (event) => this.asked(event.target.closest("#panel [data-act]")), signal)
    document.addEventListener("player-frame", (event) => this.follow(event.detail.frame), signal)
    document.addEventListener("wished", () => (this.wished = true), signal)
    addEventListener("resize", () => this.lay(), signal)
    this.lay()
  }

  disconnectedCallback() {
    this.listening?.abort()
    this.listening = undefined
  }

  get shots() {
    return [...this.querySelectorAll(".shot")]
  }

  get fps() {
    return Number(this.dataset.fpsNum) / Number(this.dataset.fpsDen)
  }

  get chosen() {
    return this.shots.find((shot) => shot.dataset.clip === this.selected)
  }

  /* -- fresh pieces */

  /* Keep every clip that is the same; put new ones in their places; let go of those that went. */
  take(fresh) {
    if (this.drag.now) {
      this.drag.later = fresh
      return
    }
    const spoken = new Map(this.shots.map((shot) => [shot.id, shot.dataset.state]))
    const focused = document.activeElement?.closest?.(".shot")?.id
    for (const { name, value } of [...fresh.attributes]) this.setAttribute(name, value)
    this.replacePart("#strip-tools", fresh)
    this.replaceClips(fresh)
    this.replacePart("#strip-prepend", fresh)
    this.replacePart("#strip-append", fresh, "#strip-lane")
    this.lay()
    if (focused && !document.activeElement?.closest(".shot")) document.getElementById(focused)?.querySelector(".shot__film").focus({ preventScroll: true })
    for (const shot of this.shots) if (spoken.has(shot.id) && spoken.get(shot.id) !== shot.dataset.state) say(shot.dataset.say)
    if (this.selected && !this.chosen) this.selected = undefined
    this.markChosen()
    this.showNew(spoken)
    this.side.refresh()
    document.dispatchEvent(new CustomEvent("strip-changed"))
  }

  /* What was wished for comes into sight. */
  showNew(standing) {
    const fresh = this.wished && this.shots.find((shot) => !standing.has(shot.id))
    if (fresh) this.lane.follow(fresh, 0.5)
    if (fresh) this.wished = false
  }

  replacePart(selector, fresh, into) {
    const [old, now] = [this.querySelector(selector), fresh.querySelector(selector)]
    const key = old?.contains(document.activeElement) && document.activeElement.dataset.key
    if (old && now && !old.isEqualNode(now)) old.replaceWith(now)
    else if (old && !now) old.remove()
    else if (!old && now) (this.querySelector(into) ?? this).append(now)
    if (now?.isConnected) window.htmx?.process(now)
    if (key) now?.querySelector(`[data-key=${key}]:enabled`)?.focus({ preventScroll: true })
  }

  replaceClips(fresh) {
    const list = this.querySelector("#strip-clips")
    const standing = new Map(this.shots.map((shot) => [shot.id, shot]))
    const wanted = [...fresh.querySelectorAll(".shot")]
    const kept = wanted.map((now) => {
      const old = standing.get(now.id)
      if (old && old.outerPlain === now.outerHTML) return old
      now.outerPlain = now.outerHTML
      return now
    })
    if (kept.length !== list.children.length || kept.some((shot, n) => list.children[n] !== shot)) list.replaceChildren(...kept)
  }

  /* -- sizes */

  lay() {
    const lane = this.querySelector("#strip-clips")
    const frames = Number(this.dataset.length) || 1
    const px = this.zoom || Math.max(innerWidth < NARROW_PX ? 0.8 : 0, (lane.closest("#strip-lane").clientWidth - PADS_PX - GAP_PX * this.shots.length) / frames)
    for (const shot of this.shots) {
      shot.outerPlain ??= shot.outerHTML
      const width = widthOf(shot.dataset.frames, px)
      shot.style.setProperty("--width", `${width}px`)
      drawTiles(shot, width)
    }
    this.px = px
    drawRuler(this.querySelector("#strip-ruler"), this)
    this.markChosen()
    this.at(this.playhead)
  }

  zoomBy(step) {
    const next = step > 0 ? ZOOMS.find((zoom) => zoom > this.px + 0.01) : [...ZOOMS].reverse().find((zoom) => zoom < this.px - 0.01)
    this.zoom = step ? (next ?? this.px) : 0
    localStorage.setItem("strip:zoom", this.zoom)
    this.lay()
    this.chosen?.scrollIntoView({ inline: "center", block: "nearest" })
  }

  /* -- the playhead */

  at(frame) {
    this.playhead = frame
    for (const shot of this.shots) {
      const part = (frame - shot.dataset.at) / shot.dataset.frames
      const here = part >= 0 && part < 1
      shot.toggleAttribute("data-here", here)
      if (here) shot.style.setProperty("--head", `${part * 100}%`)
      if (here) shot.dataset.time = timecode(frame, this.fps)
    }
  }

  /* The film moved: so does what is seen of the strip. */
  follow(frame) {
    this.at(frame)
    const here = this.querySelector(".shot[data-here]")
    if (here) this.lane.follow(here, (frame - here.dataset.at) / here.dataset.frames)
  }

  /* The frame of the film under the playhead, in the chosen clip; undefined when it stands elsewhere. */
  filmFrame(shot) {
    const offset = this.playhead - shot.dataset.at
    return offset >= 0 && offset < shot.dataset.frames ? Number(shot.dataset.start) + offset : undefined
  }

  /* -- choosing */

  pressed(event) {
    const zoom = event.target.closest("[data-zoom]")
    if (zoom) return this.zoomBy(Number(zoom.dataset.zoom))
    const bridge = event.target.closest(".shot__bridge")
    if (bridge || event.target.closest(".strip__pad")) this.side.expect()
    if (bridge) return this.side.load(`panel/?before=${bridge.closest(".shot").dataset.clip}`)
    const film = event.target.closest(".shot__film")
    if (!film) return
    const shot = film.closest(".shot")
    const box = film.getBoundingClientRect()
    const part = event.detail ? Math.min(0.999, Math.max(0, (event.clientX - box.left) / box.width)) : 0
    this.select(shot)
    this.seek(Number(shot.dataset.at) + Math.floor(part * shot.dataset.frames))
  }

  select(shot) {
    this.selected = shot.dataset.clip
    this.markChosen()
    this.side.open()
    document.dispatchEvent(new CustomEvent("strip-selected", { detail: { clip: this.selected } }))
  }

  markChosen() {
    for (const shot of this.shots) {
      const chosen = shot.dataset.clip === this.selected
      shot.toggleAttribute("data-chosen", chosen)
      shot.querySelector(".shot__film").setAttribute("aria-pressed", chosen)
    }
  }

  seek(frame) {
    document.dispatchEvent(new CustomEvent("strip-seek", { detail: { frame } }))
  }

  get base() {
    return location.pathname
  }

  /* -- keys and buttons: the same acts */

  key(event) {
    if (!isOurs(event)) return
    const command = event.ctrlKey || event.metaKey
    if (command && event.key.toLowerCase() === "z") return this.act(event.shiftKey ? "redo" : "undo", event)
    if (command) return
    const moves = { ArrowLeft: "earlier", ArrowRight: "later" }
    if (event.altKey) return moves[event.key] && this.act(moves[event.key], event)
    const acts = { "[": "trim-start", "]": "trim-end", s: "split", S: "split", Delete: "remove", Backspace: "remove" }
    const zooms = { "+": 1, "=": 1, "-": -1, 0: 0 }
    if (event.key in zooms) return this.zoomBy(zooms[event.key])
    if (acts[event.key]) this.act(acts[event.key], event)
  }

  asked(button) {
    if (button) this.act(button.dataset.act)
  }

  act(name, event) {
    const shot = this.chosen ?? (name.startsWith("trim") || name === "split" ? this.querySelector("[data-here]") : undefined)
    if (name === "undo" || name === "redo") this.post(`${name}/`)
    else if (shot) this.actOn(shot, name)
    else return
    event?.preventDefault()
  }

  actOn(shot, name) {
    const frame = this.filmFrame(shot)
    const at = `clips/${shot.dataset.clip}/`
    if (name === "remove") this.post(`${at}removal/`)
    else if (name === "earlier") this.move(shot, this.shots.indexOf(shot) - 2)
    else if (name === "later") this.move(shot, this.shots.indexOf(shot) + 1)
    else if (frame === undefined) say("The playhead stands in another clip.")
    else if (name === "split") this.post(`${at}split/`, { frame })
    else if (name === "trim-start") this.trim(shot, { start_frame: frame })
    else if (name === "trim-end") this.trim(shot, { end_frame: frame + 1 })
  }

  /* Only the side that is cut: the other one may have been cut by somebody else meanwhile. */
  trim(shot, side) {
    this.post(`clips/${shot.dataset.clip}/trim/`, side)
  }

  /* Put it behind the clip with this index; -1: first. */
  move(shot, index) {
    const shots = this.shots
    if (index < -1 || index >= shots.length) return say("It cannot go further.")
    this.post(`clips/${shot.dataset.clip}/position/`, { after: index < 0 ? "" : shots[index].dataset.clip })
  }

  post(path, values = {}) {
    window.htmx.ajax("POST", this.base + path, { source: this, target: this, swap: "none", values: { ...values, csrfmiddlewaretoken: csrf() } })
  }
}

/* A bridge's label, shown to the mouse as well. */
function titled(bridge) {
  if (bridge) bridge.title = bridge.ariaLabel
}

customElements.define("clip-strip", ClipStrip)
