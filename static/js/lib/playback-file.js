/* The whole cut as one video, which the server joins once nobody has edited the cut for a moment. Until then the
   player plays shot by shot. */

const CALM_MS = 1200 // after the last edit
const EVERY_MS = 700
const MAX_TRIES = 120

export class PlaybackFile {
  /* ready(shot): called with the whole cut as if it were a single shot. */
  constructor(ready) {
    this.ready = ready
  }

  /* Return whether the source shows the same frames as before. */
  isFor(source) {
    return Boolean(this.url) && this.url === source.dataset.playback
  }

  /* source: the element that holds the shots; data-ready: its file is there. */
  change(source, cut) {
    this.stop()
    this.url = source.dataset.playback
    this.shot = { id: "whole", number: 1, at: 0, start: 0, end: cut.length, frames: cut.length, step: 1, fps: cut.fps, video: this.url, still: cut.shots[0]?.still }
    if (source.dataset.ready !== undefined) this.ready(this.shot)
    else if (this.url) this.timer = setTimeout(() => this.ask(MAX_TRIES), this.made === this.url ? 0 : CALM_MS)
  }

  stop() {
    clearTimeout(this.timer)
  }

  async ask(tries) {
    const url = this.url
    const response = await fetch(url, { method: "HEAD" }).catch(() => undefined)
    if (url !== this.url) return
    if (response?.status === 200) {
      this.made = url
      this.ready(this.shot)
    } else if (tries > 1 && (!response || response.status === 202)) this.timer = setTimeout(() => this.ask(tries - 1), EVERY_MS)
  }
}
