/* <prompt-composer data-draft="draft:slug">: keeps the prompt through a reload, submits with Ctrl+Enter, and keeps
   the settings open while the price is updated. */
import { GeneratePress } from "../lib/generate-press.js";
import { isCtrlEnter } from "../lib/keys.js";
import { announce } from "../lib/live.js";
import { takeSent } from "../lib/sent.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)")
const touch = matchMedia("(hover: none) and (pointer: coarse)")
let wasTyping // in a composer that has just been replaced
const glide = () => (calm.matches ? "instant" : "smooth")

class PromptComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.prompt = this.querySelector("textarea")
    this.restore()
    this.updateKeyHint()
    this.prompt.addEventListener("input", () => this.keep())
    this.prompt.addEventListener("focus", () => this.refuseAutofocus())
    this.addEventListener("keydown", (event) => this.onKey(event))
    new GeneratePress(this)
    this.addEventListener("htmx:beforeRequest", (event) => event.target === this.form && this.rememberSent())
    this.addEventListener("htmx:oobBeforeSwap", (event) => this.keepSlots(event))
    this.addEventListener("htmx:beforeSwap", (event) => this.rememberFocus(event))
    this.addEventListener("htmx:afterSettle", () => this.restoreFocus())
    this.addEventListener("htmx:oobAfterSwap", (event) => this.onEmptied(event.detail.target))
    this.outside = new AbortController()
    const signal = { signal: this.outside.signal }
    document.addEventListener("generation-requested", () => this.reset(), signal)
    document.addEventListener("keyframe-chosen", () => this.focusPrompt(), signal)
    document.addEventListener("click", (event) => this.useIdea(event), signal)
    this.addEventListener("click", (event) => this.choose(event.target.closest("[data-choose]")))
    this.addEventListener("click", (event) => this.closeOptions(event.target.closest(".options__done")))
  }

  disconnectedCallback() {
    this.outside.abort()
  }

  get slots() {
    return [...this.querySelectorAll("#composer-slots input")].map((input) => input.value).join()
  }

  /* -- prompt */

  restore() {
    if (this.hasAttribute("data-given")) this.keep()
    else if (!this.prompt.value) this.prompt.value = localStorage.getItem(this.dataset.draft) ?? ""
    this.prompt.setSelectionRange(this.prompt.value.length, this.prompt.value.length)
    if (wasTyping) this.prompt.focus({ preventScroll: true })
    else this.refuseAutofocus()
    wasTyping = false
  }

  /* On a touch screen nobody can type before the first touch, and the focused composer would cover the clips. */
  refuseAutofocus() {
    if (touch.matches && navigator.userActivation?.hasBeenActive === false) this.prompt.blur()
  }

  keep() {
    if (this.prompt.value) localStorage.setItem(this.dataset.draft, this.prompt.value)
    else localStorage.removeItem(this.dataset.draft)
  }

  write(text) {
    this.prompt.value = text
    this.keep()
    this.prompt.focus()
  }

  rememberSent() {
    this.sent = { prompt: this.prompt.value, slots: this.slots }
  }

  /* A frame that was chosen for the next clip meanwhile stays. */
  keepSlots(event) {
    if (event.detail.target.id === "composer-slots" && this.slots !== this.sent?.slots) event.detail.shouldSwap = false
  }

  reset() {
    wasTyping = this.prompt === document.activeElement
    takeSent(this.prompt, this.sent?.prompt)
    this.write(this.prompt.value)
    if (this.prompt.value) return
    scrollTo({ top: 0, behavior: glide() })
  }

  useIdea(event) {
    const idea = event.target.closest("[data-prompt]")
    if (idea) this.write(idea.dataset.prompt)
  }

  onKey(event) {
    if (!isCtrlEnter(event)) return
    event.preventDefault()
    if (!this.querySelector("#generate").disabled) this.form.requestSubmit()
  }

  updateKeyHint() {
    if (/Mac|iPhone|iPad/.test(navigator.platform)) this.querySelectorAll("kbd").forEach((key) => (key.textContent = "⌘ ↵"))
  }

  /* Choose the setting that a warning suggests; without a value, turn it off. */
  choose(button) {
    const { choose: name, value } = button?.dataset ?? {}
    const option = [...this.querySelectorAll(`[name="${name}"]`)].find((input) => !value || input.value === value)
    if (!option) return
    option.checked = Boolean(value)
    option.dispatchEvent(new Event("change", { bubbles: true }))
    this.prompt.focus()
  }

  /* -- frames */

  focusPrompt() {
    requestAnimationFrame(() => {
      this.scrollIntoView({ block: "nearest", behavior: glide() })
      this.prompt.focus({ preventScroll: true })
    })
  }

  /* After a request the slots are empty: update the quote. */
  onEmptied(slots) {
    if (slots.id === "composer-slots") slots.dispatchEvent(new Event("change", { bubbles: true }))
  }

  /* -- settings: they are swapped while somebody is using them */

  rememberFocus(event) {
    if (event.detail.target?.id !== "composer-settings") return
    this.open = this.querySelector(".options[open]")
    this.scrolled = this.open?.querySelector(".options__panel").scrollTop
    this.focused = this.querySelector(".composer__settings :focus")?.id
  }

  restoreFocus() {
    const settings = this.querySelector("#composer-settings")
    this.prompt.maxLength = Number(settings.dataset.limit)
    this.updateKeyHint()
    if (this.open) this.reopen(settings.querySelector(".options"))
    if (this.focused) document.getElementById(this.focused)?.focus({ preventScroll: true })
    this.open = this.focused = undefined
    this.announceRemarks(settings)
  }

  closeOptions(done) {
    if (done) done.closest("details").open = false
  }

  reopen(options) {
    options.open = true
    options.querySelector(".options__panel").scrollTop = this.scrolled
  }

  announceRemarks(settings) {
    const warnings = [...settings.querySelectorAll(".composer__warning")].map((warning) => warning.textContent.replace(/\s+/g, " ").trim()).join(" ")
    if (warnings && warnings !== this.announced) announce(warnings)
    this.announced = warnings
  }
}

customElements.define("prompt-composer", PromptComposer)
