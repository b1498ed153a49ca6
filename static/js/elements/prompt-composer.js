/* <prompt-composer data-draft="draft:film">: keeps the words through a reload, sends them with Ctrl+Enter, and
   keeps chips open while their prices change. */
import { say } from "../lib/live.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)")
const glide = () => (calm.matches ? "instant" : "smooth")

class PromptComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.words = this.querySelector("textarea")
    this.restore()
    this.keyHint()
    this.words.addEventListener("input", () => this.keep())
    this.addEventListener("keydown", (event) => this.pressed(event))
    this.addEventListener("pointerdown", (event) => this.hold(event))
    this.addEventListener("htmx:beforeSwap", (event) => this.remember(event))
    this.addEventListener("htmx:afterSettle", () => this.recall())
    this.addEventListener("htmx:oobAfterSwap", (event) => this.emptied(event.detail.target))
    this.outside = new AbortController()
    const signal = { signal: this.outside.signal }
    document.addEventListener("generation-requested", () => this.requested(), signal)
    document.addEventListener("keyframe-chosen", () => this.chosen(), signal)
    document.addEventListener("click", (event) => this.idea(event), signal)
    this.addEventListener("click", (event) => this.choose(event.target.closest("[data-choose]")?.dataset.choose))
  }

  disconnectedCallback() {
    this.outside.abort()
  }

  /* -- words */

  restore() {
    if (this.hasAttribute("data-given")) this.keep()
    else if (!this.words.value) this.words.value = localStorage.getItem(this.dataset.draft) ?? ""
    this.words.setSelectionRange(this.words.value.length, this.words.value.length)
  }

  keep() {
    if (this.words.value) localStorage.setItem(this.dataset.draft, this.words.value)
    else localStorage.removeItem(this.dataset.draft)
  }

  write(words) {
    this.words.value = words
    this.keep()
    this.words.focus()
  }

  requested() {
    this.write("")
    scrollTo({ top: 0, behavior: glide() })
  }

  idea(event) {
    const idea = event.target.closest("[data-prompt]")
    if (idea) this.write(idea.dataset.prompt)
  }

  pressed(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (!this.querySelector("#generate").disabled) this.form.requestSubmit()
  }

  keyHint() {
    if (/Mac|iPhone|iPad/.test(navigator.platform)) this.querySelectorAll("kbd").forEach((key) => (key.textContent = "⌘ ↵"))
  }

  /* Another model, from the sentence that says why the chosen one cannot. */
  choose(model) {
    const option = [...this.querySelectorAll("[name=model]")].find((radio) => radio.value === model)
    if (!option) return
    option.checked = true
    option.dispatchEvent(new Event("change", { bubbles: true }))
    this.words.focus()
  }

  /* -- frames */

  chosen() {
    requestAnimationFrame(() => {
      this.scrollIntoView({ block: "nearest", behavior: glide() })
      this.words.focus({ preventScroll: true })
    })
  }

  /* After a wish the slots are empty; what the composer says about them has to be asked for anew. */
  emptied(slots) {
    if (slots.id === "composer-slots") slots.dispatchEvent(new Event("change", { bubbles: true }))
  }

  /* -- chips: the row is swapped under the hand of the person who chooses */

  remember(event) {
    if (event.detail.target?.id !== "composer-settings") return
    if (this.held) {
      event.detail.shouldSwap = false
      this.missed = true
    }
    this.open = this.querySelector("details.chip[open]")?.id
    this.focused = this.querySelector(".composer__settings :focus")?.id
  }

  /* A price that arrives between press and release would take the button from under the hand, and the press
     would be lost. It is asked for again afterwards; after a wish that happens anyway. */
  hold(event) {
    if (!event.target.closest("#generate")) return
    this.held = true
    this.missed = false
    const release = () => {
      this.held = false
      if (this.missed && !this.form.classList.contains("htmx-request")) this.querySelector("#composer-settings").dispatchEvent(new Event("change", { bubbles: true }))
    }
    addEventListener("pointerup", () => setTimeout(release), { once: true })
  }

  recall() {
    const settings = this.querySelector("#composer-settings")
    this.words.maxLength = Number(settings.dataset.limit)
    this.keyHint()
    if (this.open) document.getElementById(this.open)?.setAttribute("open", "")
    if (this.focused) document.getElementById(this.focused)?.focus()
    this.open = this.focused = undefined
    this.tellNotes(settings)
  }

  tellNotes(settings) {
    const notes = [...settings.querySelectorAll(".composer__remark")].map((note) => note.textContent.trim()).join(" ")
    if (notes && notes !== this.toldNotes) say(notes)
    this.toldNotes = notes
  }
}

/* A choice made with the pointer closes its list; with the keys one may go on looking. */
document.addEventListener("click", (event) => {
  const option = event.target.closest(".chip__option")
  if (option && event.detail > 0) option.closest("details").open = false
})

customElements.define("prompt-composer", PromptComposer)
