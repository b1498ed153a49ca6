/* <clip-place>…cards…</clip-place>: the address says which card is the first that is seen (?at=…), so that a reload or a
   link starts there; and whoever comes back from a clip finds the focus on its card. */

const WAIT_MS = 250

class ClipPlace extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    addEventListener("scroll", () => this.waitToWrite(), { passive: true, ...signal })
    this.addEventListener("click", (event) => this.remember(event.target.closest(".card")), { capture: true, ...signal })
    this.addEventListener("htmx:beforeSwap", (event) => this.keepFocus(event.detail.target), signal)
    addEventListener("pageshow", () => this.comeBack(), signal)
  }

  disconnectedCallback() {
    this.listening.abort()
    clearTimeout(this.waiting)
  }

  /* -- where somebody is */

  waitToWrite() {
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.write(), WAIT_MS)
  }

  write() {
    const address = new URL(location.href)
    const first = this.firstSeen
    const isTop = !this.querySelector("#newer") && (scrollY <= 0 || first === this.querySelector(".card"))
    for (const name of ["before", "until", "at"]) address.searchParams.delete(name)
    if (!isTop && first) address.searchParams.set("at", first.dataset.place)
    if (address.href === location.href) return
    history.replaceState(history.state, "", address)
    history.scrollRestoration = isTop ? "auto" : "manual" // the page will start there
  }

  get firstSeen() {
    return [...this.querySelectorAll(".card[data-place]")].find((card) => card.getBoundingClientRect().bottom > 0)
  }

  /* Who pressed the link goes on at the first of the cards that take its place. */
  keepFocus(link) {
    if (!link.matches("#more, #newer") || !link.contains(document.activeElement)) return
    const last = link.previousElementSibling
    setTimeout(() => (last?.nextElementSibling ?? this).querySelector(".card__prompt a")?.focus({ preventScroll: true }))
  }

  /* -- coming back */

  remember(card) {
    if (card) history.replaceState({ ...history.state, card: card.id, stack: card.dataset.stack }, "")
  }

  comeBack() {
    const { card: id, stack } = history.state ?? {}
    if (!id) return
    const card = document.getElementById(id) ?? this.querySelector(`[data-stack="${stack}"]`)
    if (!card) return
    const { top, bottom } = card.getBoundingClientRect()
    if (top < 0 || bottom > innerHeight) card.scrollIntoView({ block: "center" })
    card.querySelector(".card__prompt a")?.focus({ preventScroll: true })
  }
}

customElements.define("clip-place", ClipPlace)
