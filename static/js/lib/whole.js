/* The whole cut as one film, which the server joins when nobody has changed the cut for a moment. Until then
   the player shows clip by clip. */

const CALM_MS = 1200 // after the last change of the cut
const EVERY_MS = 700
const MOST_TIMES = 120

export class Whole {
  /* ready(shot): called with the whole film as if it were a single clip. */
  constructor(ready) {
    this.ready = ready
  }

  /* Whether the same frames of the same films are shown as before. */
  has(strip) {
    return Boolean(this.address) && this.address === strip.dataset.reel
  }

  changed(strip, reel) {
    this.stop()
    this.address = strip.dataset.reel
    this.shot = { clip: "whole", number: 1, at: 0, start: 0, frames: reel.length, filmFrames: reel.length, film: this.address, still: reel.shots[0]?.still }
    if (strip.dataset.made !== undefined) this.ready(this.shot)
    else if (this.address) this.timer = setTimeout(() => this.ask(MOST_TIMES), this.made === this.address ? 0 : CALM_MS)
  }

  stop() {
    clearTimeout(this.timer)
  }

  async ask(times) {
    const address = this.address
    const answer = await fetch(address, { method: "HEAD" }).catch(() => undefined)
    if (address !== this.address) return
    if (answer?.status === 200) {
      this.made = address
      this.ready(this.shot)
    } else if (times > 1 && (!answer || answer.status === 202)) this.timer = setTimeout(() => this.ask(times - 1), EVERY_MS)
  }
}
