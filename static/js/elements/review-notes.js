/* <review-notes id="notes">: the notes of a version. Marks them on the scrubber, goes to their frames, shows their
   drawings on the film, filters; takes the notes that changed one by one, so that no answer that is being written
   is pulled away. */
import { say, tell } from "../lib/live.js";
import { marksOf } from "../lib/marks.js";

const LATER_MS = 1000

class ReviewNotes extends HTMLElement {
  waiting = new Map()

  connectedCallback() {
    if (this.listening) return
    this.listening = new AbortController()
    const { signal } = this.listening
    this.addEventListener("click", (event) => this.pressed(event.target))
    this.addEventListener("change", (event) => event.target.matches("[data-filter]") && this.filtered(event.target.value))
    this.addEventListener("htmx:beforeOnLoad", (event) => this.heard(event))
    document.addEventListener("player-frame", (event) => this.at(event.detail.frame), { signal })
    this.player?.addEventListener("error", (event) => event.target.matches("video") && this.lost(), { signal, capture: true })
    if ([...(this.player?.querySelectorAll("video") ?? [])].some((film) => film.error)) this.lost() // before this script came
    this.sized = new ResizeObserver(() => this.mark())
    if (this.marks) this.sized.observe(this.marks)
    this.filtered(this.querySelector("[data-filter]").value) // it may have been set before this script came
  }

  disconnectedCallback() {
    this.listening?.abort()
    this.waiting.forEach(clearTimeout)
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
    for (const now of [...fresh.querySelector("#notes-list").children]) this.takeOne(now)
    this.querySelector("#notes-head .dim").textContent = fresh.querySelector("#notes-head .dim").textContent
    this.querySelector("#notes-empty").hidden = fresh.querySelector("#notes-empty").hidden
    this.filtered(this.filter)
    if (this.player?.cut) this.at(this.player.frame)
  }

  takeOne(now) {
    clearTimeout(this.waiting.get(now.id))
    const old = document.getElementById(now.id)
    if (old && isBusy(old)) return this.later(now)
    if ("gone" in now.dataset) return old?.remove()
    if (old && plain(old) === plain(now)) return
    const focused = old?.contains(document.activeElement)
    if (old) keep(old, now)
    else if (now.dataset.mine === "0") say(`${now.querySelector(".note__who b").textContent} wrote a note at ${now.querySelector(".note__time").textContent}.`)
    if (old) old.replaceWith(now)
    else this.querySelector("#notes-list").insertBefore(now, this.notes.find((note) => comesAfter(note, now)) ?? null)
    window.htmx?.process(now)
    if (focused) now.querySelector("button").focus({ preventScroll: true })
  }

  /* It is being answered just now: the newest word about it waits until the answer is sent or left alone. */
  later(now) {
    const takeNow = () => {
      if (!this.isConnected) return
      this.takeOne(now)
      this.filtered(this.filter)
    }
    this.waiting.set(now.id, setTimeout(takeNow, LATER_MS))
  }

  /* An answer that was taken does not stand in its field any more. */
  heard({ target, detail }) {
    const reply = detail.xhr.status < 400 && target.closest(".note__reply")
    if (!reply) return
    target.reset()
    reply.open = false
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
    this.notes.forEach((one) => one === note ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current"))
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

  lost() {
    this.player.stop?.()
    tell("The film cannot be played just now. Reload the page to try again.")
  }

  mark() {
    const { marks } = this
    if (!marks) return
    const focused = [...marks.children].indexOf(document.activeElement)
    const shown = this.notes.filter((note) => !note.hidden)
    const scrubber = { width_px: marks.clientWidth, length: Number(marks.dataset.length) }
    marks.replaceChildren(...marksOf(shown, scrubber, (note) => this.go(note)))
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

/* One that could not be brought before is asked for once more. */
async function brought(frame) {
  if (!frame.naturalWidth) {
    const came = new Promise((come) => (frame.onload = frame.onerror = come)) // one that cannot be cut stays empty
    frame.loading = "eager"
    frame.setAttribute("src", frame.getAttribute("src"))
    await came
  }
  await frame.decode().catch(() => undefined)
}

/* Somebody writes an answer to it just now. */
function isBusy(note) {
  return [...note.querySelectorAll("textarea")].some((words) => words.value && words === document.activeElement)
}

/* The film's order; at one frame the order in which they were said. */
function comesAfter(note, other) {
  const [frames, moments] = ["frame", "said"].map((name) => Number(note.dataset[name]) - Number(other.dataset[name]))
  return frames > 0 || (frames === 0 && moments > 0)
}

/* What this page knows of a note: that it is chosen, what is open in it, an answer that is begun and not sent. */
function keep(old, now) {
  if (old.hasAttribute("aria-current")) now.setAttribute("aria-current", "true")
  const [was, is] = [old, now].map((note) => [...note.querySelectorAll("details")])
  was.forEach((one, n) => is[n]?.toggleAttribute("open", one.open))
  const [words, fresh] = [old, now].map((note) => note.querySelector(".note__reply textarea"))
  if (words && fresh) fresh.value = words.value
}

/* What a note says, without the tokens of its forms and the minutes that pass. */
function plain(note) {
  const said = note.cloneNode(true)
  said.querySelectorAll("time").forEach((time) => time.replaceChildren())
  return [note.dataset.open, note.dataset.mine, said.textContent.replace(/\s+/g, " ")].join()
}

customElements.define("review-notes", ReviewNotes)
