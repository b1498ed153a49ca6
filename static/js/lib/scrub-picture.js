/* The picture and the time under the pointer on a player's scrubber: a tile of the clip's filmstrip, or where a cut has
   none, a frame of its video. */
import { seconds, timecode } from "./cut.js";

const THUMB_PX = 16 // the range input's own: css/core/player.css
const TILES = 10
const HEIGHT_PX = 90

export class ScrubPicture {
  constructor(player) {
    this.player = player
    this.box = player.querySelector("[data-scrub-picture]")
    const { scrubber } = player
    scrubber.addEventListener("pointermove", (event) => this.show(event))
    scrubber.addEventListener("pointerleave", () => this.hide())
    scrubber.addEventListener("pointercancel", () => this.hide())
    scrubber.addEventListener("touchend", () => this.hide())
  }

  show(event) {
    const { player } = this
    const { left, width } = player.scrubber.getBoundingClientRect()
    const part = Math.max(0, Math.min(1, (event.clientX - left - THUMB_PX / 2) / (width - THUMB_PX)))
    if (!player.length || !width) return
    const frame = Math.round(part * (player.length - 1))
    this.box.hidden = false
    this.box.lastElementChild.textContent = timecode(frame, player.fps)
    this.draw(player.pictureAt(frame) ?? {})
    const room = this.box.offsetWidth / 2
    const middle = Math.max(room, Math.min(width - room, event.clientX - left))
    this.box.style.setProperty("--at", `${middle}px`)
  }

  draw({ filmstrip, part, video, frame, ratio = 16 / 9 }) {
    const picture = this.box.firstElementChild
    picture.hidden = !(filmstrip || video)
    picture.style.setProperty("inline-size", `${Math.round(HEIGHT_PX * ratio)}px`)
    picture.style.setProperty("background-image", filmstrip ? `url("${filmstrip}")` : "none")
    if (filmstrip) picture.style.setProperty("background-position-x", `${(100 * Math.round(part * (TILES - 1))) / (TILES - 1)}%`)
    if (video && !filmstrip) this.seek(picture, video, frame)
  }

  /* One seek at a time; then the one that is wanted by now. */
  seek(picture, url, frame) {
    this.frame = frame
    if (this.video?.dataset.url !== url) this.makeVideo(picture, url)
    if (!this.video.seeking && this.video.readyState > 0) this.video.currentTime = seconds(frame, this.player.fps)
  }

  makeVideo(picture, url) {
    const video = document.createElement("video")
    Object.assign(video, { muted: true, playsInline: true, preload: "auto", disablePictureInPicture: true })
    video.dataset.url = url
    video.src = url
    const follow = () => {
      const wanted = seconds(this.frame, this.player.fps)
      if (Math.abs(video.currentTime - wanted) > 0.001) video.currentTime = wanted
    }
    video.addEventListener("loadedmetadata", follow)
    video.addEventListener("seeked", follow)
    this.video?.remove()
    this.video = video
    picture.replaceChildren(video)
  }

  hide() {
    this.box.hidden = true
  }
}
