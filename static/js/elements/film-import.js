/* <film-import action max-mb chunk-mb>: uploads films that are chosen or dropped anywhere on the page, two at a time, in
   pieces (tus). A cut line goes on where it was cut, also after a reload with the same file. The list #imports inside is
   the server's; this element moves its bars, and shows in [data-local] what the server does not know. */
import { announce } from "../lib/live.js";
import { createUpload, findProblem, isFilm, sentenceFor } from "../lib/film-upload.js";
import { Latest } from "../lib/latest.js";

const AT_ONCE = 2
const SAID_EVERY = 25 // percent

class FilmImport extends HTMLElement {
  connectedCallback() {
    this.list = new Latest("#imports", this)
    this.waiting = []
    this.active = new Map() // {upload: {file, percent, said}}
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.addEventListener("change", (event) => this.onChoose(event), signal)
    this.addEventListener("htmx:afterSwap", () => this.onList(), signal)
    this.addEventListener("htmx:beforeRequest", (event) => this.onRemove(event), signal)
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"])
      document.addEventListener(kind, (event) => this.onDrag(event), { ...signal, capture: true })
    window.addEventListener("beforeunload", (event) => this.active.size && event.preventDefault(), signal)
    this.checking = this.listChecking()
  }

  disconnectedCallback() {
    this.listening.abort()
  }

  /* -- choosing */

  onChoose({ target }) {
    if (target.type !== "file") return
    this.add(target.files)
    target.value = ""
  }

  onDrag(event) {
    const isOver = event.type !== "dragleave" && event.type !== "drop" && isFilm(event.dataTransfer)
    document.body.toggleAttribute("data-film-over", isOver)
    const films = event.type === "drop" ? [...event.dataTransfer.files].filter((file) => isFilm(file)) : []
    if (!isOver && !films.length) return
    event.preventDefault()
    event.stopPropagation()
    this.add(films)
  }

  add(files) {
    for (const file of files) {
      const problem = findProblem(file, Number(this.getAttribute("max-mb")))
      if (problem) this.refuse(file, problem, { again: false })
      else this.waiting.push(file)
    }
    this.startNext()
  }

  /* -- uploading */

  startNext() {
    while (this.waiting.length && this.active.size < AT_ONCE) this.start(this.waiting.shift())
  }

  start(file) {
    const options = { endpoint: this.getAttribute("action"), chunkSize: Number(this.getAttribute("chunk-mb")) * 1e6 }
    const upload = createUpload(file, {
      ...options,
      onUploadUrlAvailable: () => this.refresh(),
      onProgress: (sent, total) => this.move(upload, Math.floor((100 * sent) / total)),
      onSuccess: () => this.finish(upload),
      onError: (error) => this.fail(upload, sentenceFor(error)),
    })
    this.active.set(upload, { file, percent: 0, said: 0 })
  }

  move(upload, percent) {
    const state = this.active.get(upload)
    if (!state) return
    state.percent = percent
    if (percent < 100 && percent >= state.said + SAID_EVERY) {
      state.said = percent - (percent % SAID_EVERY)
      announce(`${state.file.name}: ${state.said} % uploaded`)
    }
    this.show(upload, state)
  }

  show(upload, { percent }) {
    const row = this.rowOf(upload)
    const text = row?.querySelector("[data-text]")
    if (!text) return
    row.querySelector("progress").value = percent
    text.textContent = `Uploading: ${percent} %`
  }

  finish(upload) {
    announce(`${this.active.get(upload).file.name} is uploaded and being checked.`)
    this.end(upload)
  }

  fail(upload, problem) {
    this.refuse(this.active.get(upload).file, problem)
    this.end(upload)
  }

  end(upload) {
    this.active.delete(upload)
    this.refresh()
    this.startNext()
  }

  rowOf(upload) {
    const id = upload.url?.split("/").filter(Boolean).pop()
    return id && document.getElementById(`upload-${id}`)
  }

  /* -- the list */

  refresh() {
    return this.list.load(this.getAttribute("action"))
  }

  /* A film that is no longer being checked is a clip now, or was refused. */
  onList() {
    for (const [upload, state] of this.active) this.show(upload, state)
    const checking = this.listChecking()
    if (this.checking.some((id) => !checking.includes(id))) document.querySelector("live-changes")?.poll()
    this.checking = checking
  }

  listChecking() {
    return [...this.querySelectorAll("#imports [data-checking]")].map((row) => row.id)
  }

  onRemove(event) {
    const row = event.target.closest?.(".imports__film")
    if (!row) return
    for (const upload of [...this.active.keys()]) {
      if (row !== this.rowOf(upload)) continue
      upload.abort()
      this.active.delete(upload)
      this.startNext()
    }
  }

  /* Say why a file is not uploaded, and offer to try again where that may help. */
  refuse(file, problem, { again } = { again: true }) {
    const row = document.createElement("li")
    row.className = "imports__film"
    const name = document.createElement("strong")
    name.className = "imports__name one-line"
    const text = document.createElement("span")
    text.className = "imports__text imports__text--stop"
    text.setAttribute("role", "alert")
    const button = document.createElement("button")
    button.className = "button button--small"
    button.type = "button"
    button.textContent = again ? "Try again" : "Dismiss"
    button.setAttribute("aria-label", `${button.textContent}: ${file.name}`)
    button.addEventListener("click", () => {
      row.remove()
      if (again) this.add([file])
    })
    name.textContent = file.name
    text.textContent = problem
    row.append(name, text, button)
    this.querySelector("[data-local]").append(row)
  }
}

customElements.define("film-import", FilmImport)
