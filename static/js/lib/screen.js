/* Two videos and a still in one place; one of the three is seen. The hidden video is kept at the frame that is
   wanted next. */
import { seconds } from "./cut.js";

const NEAR_S = 0.001

export class Screen {
  constructor(root) {
    this.films = [...root.querySelectorAll("video")]
    this.still = root.querySelector(".player__still")
    for (const film of this.films) film.addEventListener("error", () => film.removeAttribute("data-shown"))
  }

  set muted(muted) {
    this.films.forEach((film) => (film.muted = muted))
  }

  pause() {
    this.films.forEach((film) => film.pause())
  }

  /* Show frame n of the shot's film, or its still. */
  show(shot, n, fps) {
    this.shot = shot
    if (!shot?.film) return this.showStill(shot?.still)
    const film = this.videoAt(shot, n, fps) ?? this.moveVideo(shot, n, fps)
    if (film.readyState >= 2 && !film.seeking) this.turnTo(film)
    else film.addEventListener(film.readyState >= 2 ? "seeked" : "loadeddata", () => this.turnTo(film), { once: true })
    if (!this.films.some((one) => one.hasAttribute("data-shown")) && shot.still) this.showStill(shot.still)
    return film
  }

  /* Move the video that isn't needed to the first frame of this shot. One that plays is left alone. */
  ready(next, fps) {
    const spare = this.films.find((film) => film.paused || film.dataset.film !== this.shot?.film)
    if (next?.film && spare && next.film !== this.shot?.film) this.put(spare, next, next.start, fps)
  }

  /* The video that is at this frame already. */
  videoAt(shot, n, fps) {
    return this.films.find((one) => one.dataset.film === shot.film && Math.abs(one.currentTime - seconds(n, fps)) < NEAR_S)
  }

  moveVideo(shot, n, fps) {
    const has = this.films.find((one) => one.dataset.film === shot.film)
    return this.put(has ?? this.films.find((one) => !one.hasAttribute("data-shown")) ?? this.films[0], shot, n, fps)
  }

  put(film, shot, n, fps) {
    if (film.dataset.film !== shot.film) {
      film.dataset.film = shot.film
      film.src = shot.film
    }
    film.currentTime = seconds(n, fps)
    return film
  }

  turnTo(film) {
    if (film.dataset.film !== this.shot?.film) return
    this.still.hidden = true
    for (const one of this.films) one.toggleAttribute("data-shown", one === film)
  }

  showStill(source) {
    this.films.forEach((film) => film.removeAttribute("data-shown"))
    this.still.hidden = !source
    if (source && this.still.getAttribute("src") !== source) this.still.src = source
  }
}
