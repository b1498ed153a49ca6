/* <review-notes data-player data-drawing data-marks>: the notes of a version. Marks them on the scrubber, seeks to
   their frames, shows their drawings on the video, filters and prints them. Replaces the notes that changed one by
   one, so that a reply that is being written stays. The attributes are IDs of elements beside it. */
import { announce, showWarning } from "../lib/live.js";
import { marksOf } from "../lib/marks.js";
import { takeSent } from "../lib/sent.js";

const RETRY_MS = 1000

class ReviewNotes extends HTMLElement {
  waiting = new Map()
  sent = new WeakMap() // {a reply's form: its text}

  connectedCallback() {
    if (this.listening) return
    this.listening = new AbortController()
    const { signal } = this.listening
    this.addEventListener("click", (event) => this.onPress(event.target))
    this.addEventListener("change", (event) => event.target.matches("[data-filter]") && this.setFilter(event.target.value))
    this.addEventListener("htmx:beforeRequest", ({ target }) => target.elements?.text && this.sent.set(target, target.elements.text.value))
    this.addEventListener("htmx:beforeOnLoad", (event) => this.onResponse(event))
    document.addEventListener("player-frame", (event) => this.showDrawings(event.detail.frame), { signal })
    this.player?.addEventListener("error", (event) => event.target.matches("video") && this.warn(), { signal, capture: true })
    if ([...(this.player?.querySelectorAll("video") ?? [])].some((video) => video.error)) this.warn() // before this script was loaded
    this.resizing = new ResizeObserver(() => this.drawMarks())
    if (this.marks) this.resizing.observe(this.marks)
    this.setFilter(this.querySelector("[data-filter]").value) // it may have been changed before this script was loaded
  }

  disconnectedCallback() {
    this.listening?.abort()
    this.waiting.forEach(clearTimeout)
    this.resizing?.disconnect()
    this.listening = undefined
  }

  get notes() {
    return [...this.querySelectorAll(".note")]
  }

  get marks() {
    return document.getElementById(this.dataset.marks)
  }

  get player() {
    return document.getElementById(this.dataset.player)
  }

  /* -- updates */

  take(fresh) {
    for (const now of [...fresh.querySelector(".notes__list").children]) this.takeOne(now)
    this.querySelector("[data-count]").textContent = fresh.querySelector("[data-count]").textContent
    this.querySelector(".notes__empty").hidden = fresh.querySelector(".notes__empty").hidden
    this.setFilter(this.filter)
    if (this.player?.cut) this.showDrawings(this.player.frame)
  }

  takeOne(now) {
    clearTimeout(this.waiting.get(now.id))
    const old = document.getElementById(now.id)
    if (old && isBusy(old)) return this.retryLater(now)
    if ("removed" in now.dataset) return old?.remove()
    if (old && textOf(old) === textOf(now)) return
    const focused = old?.contains(document.activeElement)
    if (old) keepState(old, now)
    else if (now.dataset.mine === "0") announce(`${now.querySelector(".note__author b").textContent} wrote a note at ${now.querySelector(".note__time").textContent}.`)
    if (old) old.replaceWith(now)
    else this.querySelector(".notes__list").insertBefore(now, this.notes.find((note) => comesAfter(note, now)) ?? null)
    window.htmx?.process(now)
    if (focused) now.querySelector("button").focus({ preventScroll: true })
  }

  /* Somebody is replying to it: try again once the reply is sent or left alone. */
  retryLater(now) {
    keepToken(document.getElementById(now.id), now)
    const retry = () => {
      if (!this.isConnected) return
      this.takeOne(now)
      this.setFilter(this.filter)
    }
    this.waiting.set(now.id, setTimeout(retry, RETRY_MS))
  }

  /* Clear the field of a reply that was stored, but not of the next one that somebody has begun. */
  onResponse({ target, detail }) {
    const reply = detail.xhr.status < 400 && target.closest(".note__reply-form")
    if (!reply) return
    takeSent(target.elements.text, this.sent.get(target))
    reply.open = Boolean(target.elements.text.value)
  }

  /* -- viewing */

  onPress(target) {
    const seek = target.closest("[data-seek]")
    if (seek) this.go(seek.closest(".note"))
    if (target.closest("[data-print]")) this.print()
  }

  /* Frames are loaded when they are scrolled into view; load all of them before printing. */
  async print() {
    announce("Preparing the frames for printing.")
    const frames = this.notes.filter((note) => !note.hidden).map((note) => note.querySelector("img"))
    await Promise.all(frames.map(load))
    await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))) // decoded is not yet drawn
    window.print()
  }

  go(note) {
    this.player.seek(Number(note.dataset.frame))
    this.select(note)
  }

  select(note) {
    this.selected = note.id
    this.notes.forEach((one) => one === note ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current"))
    note.scrollIntoView({ block: "nearest" })
    this.showDrawings(this.player.frame)
  }

  /* Show the drawings of this frame, unless a new one is being drawn. */
  showDrawings(frame) {
    const drawing = document.getElementById(this.dataset.drawing)
    if (!drawing || document.querySelector("note-drawing")?.strokes?.length) return
    const shown = this.notes.filter((note) => !note.hidden && frame >= Number(note.dataset.frame) && frame <= Number(note.dataset.end || note.dataset.frame))
    drawing.replaceChildren(...shown.flatMap((note) => [...(note.querySelector("svg.drawing")?.children ?? [])].map((path) => path.cloneNode())))
  }

  warn() {
    this.player.stop?.()
    showWarning("The video can't be played. Reload the page to try again.")
  }

  drawMarks() {
    const { marks } = this
    if (!marks) return
    const focused = [...marks.children].indexOf(document.activeElement)
    const shown = this.notes.filter((note) => !note.hidden)
    const scrubber = { width_px: marks.clientWidth, length: Number(marks.dataset.length) }
    marks.replaceChildren(...marksOf(shown, scrubber, (note) => this.go(note)))
    marks.children[focused]?.focus()
  }

  setFilter(which) {
    this.filter = which
    for (const note of this.notes) {
      const isShown = { all: true, open: note.dataset.open === "1", done: note.dataset.open === "0", mine: note.dataset.mine === "1" }[which]
      note.hidden = !isShown
    }
    this.drawMarks()
  }
}

/* A frame that failed to load before is requested once more. */
async function load(frame) {
  if (!frame.naturalWidth) {
    const came = new Promise((come) => (frame.onload = frame.onerror = come)) // a frame that can't be cut stays empty
    frame.loading = "eager"
    frame.setAttribute("src", frame.getAttribute("src"))
    await came
  }
  await frame.decode().catch(() => undefined)
}

/* Return true while the visitor is typing a reply to it. */
function isBusy(note) {
  return [...note.querySelectorAll("textarea")].some((field) => field.value && field === document.activeElement)
}

/* Notes are sorted by frame, then by the time they were written. */
function comesAfter(note, other) {
  const [frames, moments] = ["frame", "created"].map((name) => Number(note.dataset[name]) - Number(other.dataset[name]))
  return frames > 0 || (frames === 0 && moments > 0)
}

/* Keep what only this page knows of a note: that it is selected, what is open in it, a reply not sent yet. */
function keepState(old, now) {
  if (old.hasAttribute("aria-current")) now.setAttribute("aria-current", "true")
  const [was, is] = [old, now].map((note) => [...note.querySelectorAll("details")])
  was.forEach((one, n) => is[n]?.toggleAttribute("open", one.open))
  const [reply, fresh] = [old, now].map((note) => note.querySelector(".note__reply-form textarea"))
  if (reply && fresh) fresh.value = reply.value
}

/* The reply that is being written is a new one to the server. */
function keepToken(old, now) {
  const [was, is] = [old, now].map((note) => note.querySelector(".note__reply-form [name=client_token]"))
  if (was && is) was.value = is.value
}

/* Return a note's text without the tokens of its forms and relative times. */
function textOf(note) {
  const copy = note.cloneNode(true)
  copy.querySelectorAll("time").forEach((time) => time.replaceChildren())
  return [note.dataset.open, note.dataset.mine, copy.textContent.replace(/\s+/g, " ")].join()
}

customElements.define("review-notes", ReviewNotes)
