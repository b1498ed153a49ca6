/* <timeline-strip>: the shots of a timeline in order. Selects, moves, trims, splits and removes them by pointer and
   by key; draws the playhead; takes only what is different from a fresh copy, so that nothing is pulled away from
   under a hand. The truth is on the server: every edit is posted, and comes back with the page's changes. */
import { announce } from "../lib/live.js";
import { timecode, videoFrame } from "../lib/cut.js";
import { ClipDrawer } from "../lib/clip-drawer.js";
import { Drag, widthOf } from "../lib/drag.js";
import { isCommand, isOurs, keyOf } from "../lib/keys.js";
import { Lane } from "../lib/lane.js";
import { drawRuler, scrub } from "../lib/ruler.js";
import { NewShots } from "../lib/new-shots.js";
import { ShotPanel } from "../lib/shot-panel.js";
import { ShotSelection } from "../lib/shot-selection.js";
import { drawTiles } from "../lib/tiles.js";
import { csrf } from "../lib/upload.js";

const ZOOMS = [0.5, 1, 1.5, 2, 3, 5, 8, 13] // px a frame; "Fit" finds its own
const NARROW_PX = 640
const [BUTTONS_PX, GAP_PX] = [184, 3] // beside the shots, and after each: css/timeline/strip.css
const MOVES = { ArrowLeft: "earlier", ArrowRight: "later" }
const ACTS = { "[": "trim-start", "]": "trim-end", s: "split", d: "duplicate", Delete: "remove", Backspace: "remove" }
const ON_ALL = { duplicate: "copies/", remove: "removal/" } // acts on all selected shots at once
const ZOOM_KEYS = { "+": 1, "=": 1, "-": -1, 0: 0 }

class TimelineStrip extends HTMLElement {
  connectedCallback() {
    if (this.listening) return
    this.playhead = 0
    this.drag = new Drag(this)
    this.selection = new ShotSelection(this)
    this.zoom = Number(localStorage.getItem("strip:zoom")) || 0
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.panel = new ShotPanel(this, this.listening.signal)
    this.newShots = new NewShots(this, this.listening.signal)
    new ClipDrawer(this, this.listening.signal)
    this.lane = new Lane(this.querySelector("#strip-lane"))
    this.addEventListener("click", (event) => this.press(event))
    this.addEventListener("pointerdown", (event) => this.grab(event))
    this.addEventListener("pointerover", ({ target }) => showTitle(target.closest(".shot__bridge")))
    document.addEventListener("keydown", (event) => this.key(event), signal)
    document.addEventListener("click", (event) => this.pressButton(event.target.closest("#panel [data-act], #strip-tools [data-act]")), signal)
    document.addEventListener("player-frame", (event) => this.follow(event.detail.frame), signal)
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

  get base() {
    return location.pathname
  }

  /* -- fresh copies */

  /* Keep every shot that is the same, put new ones in their places, and drop those that are gone. */
  take(fresh) {
    if (this.drag.now) {
      this.drag.later = fresh
      return
    }
    const before = new Map(this.shots.map((shot) => [shot.id, shot.dataset.state]))
    const focused = document.activeElement?.closest?.(".shot")?.id
    for (const { name, value } of [...fresh.attributes]) this.setAttribute(name, value)
    this.replacePart("#strip-tools", fresh)
    this.replaceShots(fresh)
    this.replacePart("#strip-prepend", fresh)
    this.replacePart("#strip-append", fresh, "#strip-lane")
    this.lay()
    if (focused) this.refocus(focused)
    this.announceStates(before)
    this.selection.prune()
    this.panel.refresh()
    document.dispatchEvent(new CustomEvent("strip-changed"))
    this.showNew()
  }

  refocus(id) {
    if (document.activeElement?.closest(".shot")) return
    document.getElementById(id)?.querySelector(".shot__frames").focus({ preventScroll: true })
  }

  announceStates(before) {
    for (const { id, dataset } of this.shots) {
      if (before.has(id) && before.get(id) !== dataset.state) announce(`${dataset.title}: ${dataset.status}`)
    }
  }

  /* Select what was requested or copied here, and let the player go there. The composer stays for the next shot at
     either end. */
  showNew() {
    const fresh = this.newShots.take()
    if (!fresh.length) return
    this.onNew?.(fresh)
    this.onNew = undefined
    this.lane.follow(fresh[0], 0.5)
    this.selection.choose(fresh, { open: !this.panel.isForNext(fresh) })
    this.seek(Number(fresh[0].dataset.at))
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

  replaceShots(fresh) {
    const list = this.querySelector("#strip-shots")
    const shown = new Map(this.shots.map((shot) => [shot.id, shot]))
    const wanted = [...fresh.querySelectorAll(".shot")].map((now) => {
      const old = shown.get(now.id)
      if (old && old.outerPlain === now.outerHTML) return old
      now.outerPlain = now.outerHTML
      return now
    })
    if (wanted.length !== list.children.length || wanted.some((shot, n) => list.children[n] !== shot)) list.replaceChildren(...wanted)
  }

  /* -- sizes */

  lay() {
    const px = this.zoom || this.fittingZoom()
    for (const shot of this.shots) {
      shot.outerPlain ??= shot.outerHTML
      const width = widthOf(shot.dataset.frames, px)
      shot.style.setProperty("--width", `${width}px`)
      drawTiles(shot, width)
    }
    this.px = px
    drawRuler(this.querySelector("#strip-ruler"), this)
    this.selection.mark()
    this.moveTo(this.playhead)
  }

  /* The zoom, in px a frame, at which all shots are seen. */
  fittingZoom() {
    const room = this.querySelector("#strip-lane").clientWidth - BUTTONS_PX - GAP_PX * this.shots.length
    return Math.max(innerWidth < NARROW_PX ? 0.8 : 0, room / (Number(this.dataset.length) || 1))
  }

  zoomBy(step) {
    const next = step > 0 ? ZOOMS.find((zoom) => zoom > this.px + 0.01) : [...ZOOMS].reverse().find((zoom) => zoom < this.px - 0.01)
    this.zoom = step ? (next ?? this.px) : 0
    localStorage.setItem("strip:zoom", this.zoom)
    this.lay()
    this.selection.shots[0]?.scrollIntoView({ inline: "center", block: "nearest" })
  }

  /* -- the playhead */

  moveTo(frame) {
    this.playhead = frame
    for (const shot of this.shots) {
      const part = (frame - shot.dataset.at) / shot.dataset.frames
      const here = part >= 0 && part < 1
      shot.toggleAttribute("data-here", here)
      if (here) shot.style.setProperty("--head", `${part * 100}%`)
      if (here) shot.dataset.time = timecode(frame, this.fps)
    }
  }

  /* The player moved: scroll along with it. */
  follow(frame) {
    this.moveTo(frame)
    const here = this.querySelector(".shot[data-here]")
    if (here) this.lane.follow(here, (frame - here.dataset.at) / here.dataset.frames)
  }

  /* The frame under the playhead in the shot's own video; undefined if the playhead is elsewhere. */
  videoFrame(shot) {
    const { at, frames, step, start, end } = numbers(shot)
    const isHere = this.playhead >= at && this.playhead < at + frames
    return isHere ? videoFrame({ at, step, start, end }, this.playhead) : undefined
  }

  seek(frame) {
    document.dispatchEvent(new CustomEvent("strip-seek", { detail: { frame } }))
  }

  /* -- selecting */

  grab(event) {
    if (event.target.closest("#strip-ruler")) scrub(this, event)
    else this.drag.grab(event)
  }

  press(event) {
    const zoom = event.target.closest("[data-zoom]")
    if (zoom) return this.zoomBy(Number(zoom.dataset.zoom))
    const bridge = event.target.closest(".shot__bridge")
    if (bridge || event.target.closest(".strip__add")) this.panel.expectPrompt()
    if (bridge) return this.panel.load(`panel/?before=${bridge.closest(".shot").dataset.shot}`)
    const frames = event.target.closest(".shot__frames")
    if (frames) this.selectAt(frames, event)
  }

  selectAt(frames, event) {
    const shot = frames.closest(".shot")
    const box = frames.getBoundingClientRect()
    const part = event.detail ? Math.min(0.999, Math.max(0, (event.clientX - box.left) / box.width)) : 0
    this.selection.press(shot, event)
    this.seek(Number(shot.dataset.at) + Math.floor(part * shot.dataset.frames))
  }

  /* -- keys and buttons: the same acts */

  key(event) {
    if (!isOurs(event)) return
    const key = keyOf(event)
    if (this.selection.key(key, event)) return event.preventDefault()
    if (!isCommand(event)) return key in ZOOM_KEYS ? this.zoomBy(ZOOM_KEYS[key]) : ACTS[key] && this.act(ACTS[key], event)
    if (!event.ctrlKey && !event.metaKey) return MOVES[key] && this.act(MOVES[key], event)
    if (key === "z") this.act(event.shiftKey ? "redo" : "undo", event)
  }

  pressButton(button) {
    if (button) this.act(button.dataset.act)
  }

  act(name, event) {
    if (name === "undo" || name === "redo") this.post(`${name}/`)
    else if (name === "deselect") this.selection.choose([])
    else if (name.startsWith("trim") || name === "split") this.actAtPlayhead(name)
    else if (this.selection.shots.length) this.actOnAll(name, this.selection.shots)
    else return
    event?.preventDefault()
  }

  actOnAll(name, shots) {
    const others = this.shots.filter((shot) => !shots.includes(shot))
    const before = others.filter((shot) => shots[0].compareDocumentPosition(shot) & Node.DOCUMENT_POSITION_PRECEDING).length
    if (name === "duplicate") this.newShots.expect()
    if (ON_ALL[name]) this.post(`selection/${ON_ALL[name]}`, { shots: shots.map((shot) => shot.dataset.shot) })
    else if (name === "earlier") this.move(shots, others, before - 2)
    else if (name === "later") this.move(shots, others, before)
  }

  actAtPlayhead(name) {
    const shot = this.selection.only ?? this.querySelector("[data-here]")
    const frame = shot ? this.videoFrame(shot) : undefined
    if (frame === undefined) announce("The playhead is in another shot.")
    else if (name === "split") this.postShot(shot, "split/", { frame })
    else if (name === "trim-start") this.trim(shot, { start_frame: frame })
    else if (name === "trim-end") this.trim(shot, { end_frame: this.frameAfter(shot, frame) })
  }

  /* The frame of the shot's video at which it ends if the frame under the playhead is its last one. */
  frameAfter(shot, frame) {
    const { at, step, start, end } = numbers(shot)
    return Math.min(end, Math.max(frame + 1, start + Math.round((this.playhead + 1 - at) * step)))
  }

  /* Send only the side that is trimmed: somebody else may have trimmed the other one meanwhile. */
  trim(shot, side) {
    this.postShot(shot, "trim/", side)
  }

  /* Move them after the one with this index among the others; -1: to the beginning. */
  move(shots, others, index) {
    if (index < -1 || index >= others.length) return announce("The shot can't move any further.")
    this.moveAfter(shots, index < 0 ? "" : others[index].dataset.shot)
  }

  moveAfter(shots, after) {
    this.post("selection/position/", { shots: shots.map((shot) => shot.dataset.shot), after })
  }

  postShot(shot, path, values) {
    this.post(`shots/${shot.dataset.shot}/${path}`, values)
  }

  post(path, values = {}) {
    window.htmx.ajax("POST", this.base + path, { source: this, target: this, swap: "none", values: { ...values, csrfmiddlewaretoken: csrf() } })
  }
}

const numbers = (shot) => Object.fromEntries(Object.entries(shot.dataset).map(([name, value]) => [name, Number(value)]))

/* Show a bridge's label to the mouse as well. */
function showTitle(bridge) {
  if (bridge) bridge.title = bridge.ariaLabel
}

customElements.define("timeline-strip", TimelineStrip)
