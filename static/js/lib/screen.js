/* Two videos and a still in one place; one of the three is seen. The hidden video is kept at the frame that is
   wanted next. */
import { seconds } from "./cut.js";
import { isThere, seek, timeOf } from "./seek.js";

const NEAR_S = 0.001

export class Screen {
  constructor(root) {
    this.videos = [...root.querySelectorAll("video")]
    this.still = root.querySelector(".player__still")
    for (const video of this.videos) video.addEventListener("error", () => video.removeAttribute("data-shown"))
  }

  pause() {
    this.videos.forEach((video) => video.pause())
  }

  /* Show frame n of the shot's video, or its still. */
  show(shot, n) {
    this.shot = shot
    if (!shot?.video) return this.showStill(shot?.still)
    const video = this.videoAt(shot, n) ?? this.moveVideo(shot, n)
    if (isThere(video)) this.turnTo(video)
    else for (const event of ["loadeddata", "seeked"]) video.addEventListener(event, () => isThere(video) && this.turnTo(video), { once: true })
    if (!this.videos.some((one) => one.hasAttribute("data-shown")) && shot.still) this.showStill(shot.still)
    return video
  }

  /* Move the video that isn't needed to the first frame of this shot. One that plays is left alone. */
  ready(next) {
    const spare = this.videos.find((video) => video.paused || video.dataset.video !== this.shot?.video)
    if (next?.video && spare && next.video !== this.shot?.video) this.put(spare, next, next.start)
  }

  /* The video that is at this frame already. */
  videoAt(shot, n) {
    return this.videos.find((one) => one.dataset.video === shot.video && Math.abs(timeOf(one) - seconds(n, shot.fps)) < NEAR_S)
  }

  moveVideo(shot, n) {
    const has = this.videos.find((one) => one.dataset.video === shot.video)
    return this.put(has ?? this.videos.find((one) => !one.hasAttribute("data-shown")) ?? this.videos[0], shot, n)
  }

  put(video, shot, n) {
    if (video.dataset.video !== shot.video) {
      video.dataset.video = shot.video
      video.src = shot.video
    }
    seek(video, seconds(n, shot.fps))
    return video
  }

  turnTo(video) {
    if (video.dataset.video !== this.shot?.video) return
    this.still.hidden = true
    for (const one of this.videos) one.toggleAttribute("data-shown", one === video)
  }

  showStill(source) {
    this.videos.forEach((video) => video.removeAttribute("data-shown"))
    this.still.hidden = !source
    if (source && this.still.getAttribute("src") !== source) this.still.src = source
  }
}
