/* <review-notes id="notes">: the notes of a version. Marks them on the scrubber, goes to their frames, shows their
   drawings on the film, filters; takes from fresh pieces only what is different, so that no answer that is being
   written is pulled away. */
import { say } from "../lib/live.js";
import { marksOf } from "../lib/marks.js";

class ReviewNotes extends HTMLElement {
  connectedCallback() {
    if (this.listening) return
    this.filter = "all"
    this.listening = new AbortController()
    this.addEventListener("click", (event) => this.pressed(event.target))
    this.addEventListener("change", (event) => event.target.matches("[data-filter]") && this.filtered(event.target.value))
    this.addEventListener("htmx:beforeOnLoad", (event) => this.heard(event))
    document.addEventListener("player-frame", (event) => this.at(event.detail.frame), { signal: this.listening.signal })
    this.sized = new ResizeObserver(() => this.mark())
    if (this.marks) this.sized.observe(this.marks)
  }

  disconnectedCallback() {
    this.listening?.abort()
    this.sized?.disconnect()
    this.listening = undefined
  }

  get notes() {
    return [...this.querySelectorAll(".note")]
  }

  get marks() {
    return document.getElementById("marks")
  }

  get player() {
    return document.getElementById("player")
  }

  /* -- fresh pieces */

  take(fresh) {
    const list = this.querySelector("#notes-list")
    const standing = new Map(this.notes.map((note) => [note.id, note]))
    const wanted = [...fresh.querySelectorAll(".note")].map((now) => {
      const old = standing.get(now.id)
      if (old && (this.isBusy(old) || plain(old) === plain(now))) return old
      if (old) keepAnswer(old, now)
      window.htmx?.process(now)
      return now
    })
    const focused = document.activeElement?.closest?.(".note")?.id
    if (wanted.length !== list.children.length || wanted.some((note, n) => list.children[n] !== note)) list.replaceChildren(...wanted)
    if (focused && !document.activeElement?.closest(".note")) document.getElementById(focused)?.querySelector("button").focus({ preventScroll: true })
    this.querySelector("#notes-head .dim").textContent = fresh.querySelector("#notes-head .dim").textContent
    this.querySelector("#notes-empty").hidden = wanted.length > 0
    this.filtered(this.filter)
  }

  /* Somebody writes an answer to it just now. */
  isBusy(note) {
    return [...note.querySelectorAll("textarea")].some((words) => words.value && words === document.activeElement)
  }

  /* An answer that was taken does not stand in its field any more. */
  heard({ target, detail }) {
    if (detail.xhr.status < 400 && target.closest(".note__reply")) target.reset()
  }

  /* -- looking */

  pressed(target) {
    const seek = target.closest("[data-seek]")
    if (seek) this.go(seek.closest(".note"))
    if (target.closest("[data-print]")) this.print()
  }

  /* Their frames come only when they are looked at; paper wants all of them first. */
  async print() {
    say("The frames are being brought.")
    const frames = this.notes.filter((note) => !note.hidden).map((note) => note.querySelector("img"))
    for (const frame of frames) frame.loading = "eager"
    await Promise.all(frames.map(brought))
    await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))) // decoded is not yet drawn
    window.print()
  }

  go(note) {
    this.player.seek(Number(note.dataset.frame))
    this.choose(note)
  }

  choose(note) {
    this.chosen = note.id
    this.notes.forEach((one) => one.toggleAttribute("aria-current", one === note))
    note.scrollIntoView({ block: "nearest" })
    this.at(this.player.frame)
  }

  /* The drawings of this frame, as long as nobody draws. */
  at(frame) {
    const ink = document.getElementById("ink")
    if (!ink || document.querySelector("note-pad")?.strokes?.length) return
    const shown = this.notes.filter((note) => !note.hidden && frame >= Number(note.dataset.frame) && frame <= Number(note.dataset.end || note.dataset.frame))
    ink.replaceChildren(...shown.flatMap((note) => [...(note.querySelector("svg.ink")?.children ?? [])].map((path) => path.cloneNode())))
  }

  mark() {
    const { marks } = this
    if (!marks) return
    const focused = [...marks.children].indexOf(document.activeElement)
    const shown = this.notes.filter((note) => !note.hidden)
    marks.replaceChildren(...marksOf(shown, marks.clientWidth, (note) => this.go(note)))
    marks.children[focused]?.focus()
  }

  filtered(which) {
    this.filter = which
    for (const note of this.notes) {
      const shown = { all: true, open: note.dataset.open === "1", done: note.dataset.open === "0", mine: note.dataset.mine === "1" }[which]
      note.hidden = !shown
    }
    this.mark()
  }
}

async function brought(frame) {
  while (!frame.complete) await new Promise((later) => setTimeout(later, 50))
  await frame.decode().catch(() => undefined) // one that cannot be cut stays empty
}

/* What was begun as an answer, and is not sent yet. */
function keepAnswer(old, now) {
  const [was, words] = [old, now].map((note) => note.querySelector(".note__reply textarea"))
  if (!was?.value || !words) return
  words.value = was.value
  words.closest("details").open = true
}

/* What a note says, without the tokens of its forms and the minutes that pass. */
function plain(note) {
  const said = note.cloneNode(true)
  said.querySelectorAll("time").forEach((time) => time.replaceChildren())
  return [note.dataset.open, note.dataset.mine, said.textContent.replace(/\s+/g, " ")].join()
}

customElements.define("review-notes", ReviewNotes)
