/* The library beside the strip: a clip is dragged to a place between shots, or pressed to be added at the drawer's. */
const FAR_PX = 5

export class ClipDrawer {
  constructor(strip, signal) {
    this.strip = strip
    document.addEventListener("pointerdown", (event) => this.grab(event), { signal })
    document.addEventListener("htmx:beforeRequest", (event) => this.expect(event.target.closest("[data-places]")), { signal })
  }

  /* The next clip that is pressed comes after this one. */
  expect(form) {
    if (!form) return
    this.strip.newShots.expect()
    this.strip.onNew = (shots) => this.moveOn(shots.at(-1).dataset.shot)
  }

  moveOn(id) {
    for (const field of document.querySelectorAll("[data-drawer] [name=after]")) if (field.value !== "end") field.value = id
  }

  grab(event) {
    const choice = event.target.closest("[data-drawer] [data-clip]")
    if (!choice || event.button !== 0 || event.pointerType === "touch") return
    this.strip.drag.begin(event, (_moved, now) => this.drag(choice, now), (was) => this.drop(choice, was))
  }

  drag(choice, event) {
    const lane = this.strip.querySelector("#strip-lane").getBoundingClientRect()
    const isOver = event.clientY > lane.top - FAR_PX && event.clientY < lane.bottom + FAR_PX
    choice.toggleAttribute("data-dragged", true)
    this.strip.toggleAttribute("data-receives", isOver)
    if (isOver) this.strip.drag.dragMove([], event)
    else this.strip.drag.now = { after: undefined }
  }

  drop(choice, { after }) {
    if (after === undefined) return
    this.strip.newShots.expect()
    window.htmx.ajax("POST", choice.closest("[data-drawer]").dataset.placement, {
      source: this.strip, target: this.strip, swap: "none", values: { generation: choice.dataset.clip, after },
    })
  }
}
