/* The shots that were requested or copied on this page: those that were not on the strip when the request was sent. So it
   makes no difference whether a poll or the request's own answer brings them. */

export class NewShots {
  constructor(strip, signal) {
    this.strip = strip
    document.addEventListener("htmx:beforeRequest", ({ target, detail }) => this.sent(target, detail.requestConfig.verb), { signal })
    document.addEventListener("generation-requested", () => this.confirmed(), { signal })
    document.addEventListener("htmx:afterRequest", ({ detail }) => this.answered(detail.xhr.status), { signal })
  }

  get ids() {
    return new Set(this.strip.shots.map((shot) => shot.id))
  }

  /* Whether this requests something is known later: it may be refused, or want a confirmation first. */
  sent(form, verb) {
    if (form.id === "composer" && verb === "post") this.whenSent = this.ids
  }

  confirmed() {
    this.known = this.whenSent
  }

  answered(status) {
    if (status >= 400) this.known = undefined
  }

  expect() {
    this.known = this.ids
  }

  /* Return those that have come, once. */
  take() {
    const fresh = this.known ? this.strip.shots.filter((shot) => !this.known.has(shot.id)) : []
    if (fresh.length) this.known = undefined
    return fresh
  }
}
