/* <takes-compare>: several takes side by side, started and stopped as one. */

class TakesCompare extends HTMLElement {
  connectedCallback() {
    this.films = [...this.querySelectorAll("video")]
    this.querySelector("[data-play]").addEventListener("click", (event) => this.toggle(event.currentTarget))
  }

  toggle(button) {
    const playing = button.getAttribute("aria-pressed") !== "true"
    button.setAttribute("aria-pressed", playing)
    for (const film of this.films) {
      film.currentTime = this.films[0].currentTime
      if (playing) film.play().catch(() => {})
      else film.pause()
    }
  }
}

customElements.define("takes-compare", TakesCompare)
