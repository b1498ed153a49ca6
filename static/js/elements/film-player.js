/* <film-player>: plays the whole cut. Where the server has joined it (lib/whole.js) it is one film; while clips
   are still being made or changed, two videos take turns: while one plays, the other already stands on the first
   frame of the next clip. What is still being made is shown as its still for its length. Reads the clips off
   #strip: `reel` is the cut clip by clip, `track` what is really played: the same, or one film. */
import { filmFrame, readReel, shotAt, timecode, within } from "../lib/reel.js";
import { isOurs } from "../lib/keys.js";
import { Screen } from "../lib/screen.js";
import { Whole } from "../lib/whole.js";

const SPEEDS = [1, 1.5, 2, 0.5]
const FASTEST = 4
const KEYS = {
  " ": "toggle", k: "stop", j: "backward", l: "forward", ArrowLeft: "back", ArrowRight: "forth",
  ArrowUp: "previous", ArrowDown: "next", Home: "home", End: "end", f: "full", "?": "keys",
}

class FilmPlayer extends HTMLElement {
  connectedCallback() {
    this.screen = new Screen(this)
    this.scrubber = this.querySelector(".player__scrub")
    this.frame = 0
    this.direction = 0 // -4 to 4: how fast, and which way
    this.speed = 1
    this.muted = true
    this.looping = false
    this.whole = new Whole((shot) => this.joined(shot))
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.addEventListener("click", (event) => this.pressed(event.target.closest("[data-act]")?.dataset.act))
    this.scrubber.addEventListener("input", () => this.seek(Number(this.scrubber.value)))
    document.addEventListener("keydown", (event) => this.key(event), signal)
    document.addEventListener("strip-seek", (event) => this.seek(event.detail.frame), signal)
    document.addEventListener("strip-changed", () => this.changed(), signal)
    if (document.getElementById("strip")?.localName !== "clip-strip") this.changed()
    else customElements.whenDefined("clip-strip").then(() => this.changed())
  }

  disconnectedCallback() {
    this.listening.abort()
    this.whole.stop()
    cancelAnimationFrame(this.turning)
  }

  get playing() {
    return this.direction !== 0
  }

  /* -- what is asked of it */

  pressed(act) {
    if (act) this[act]?.()
  }

  key(event) {
    if (!isOurs(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act || (event.key === " " && event.target.closest("button, summary, a"))) return
    if (event.target === this.scrubber && event.key.startsWith("Arrow")) event.preventDefault()
    event.preventDefault()
    if (event.shiftKey && act === "back") this.seek(this.frame - Math.round(this.reel.fps))
    else if (event.shiftKey && act === "forth") this.seek(this.frame + Math.round(this.reel.fps))
    else this[act]()
  }

  toggle() {
    if (this.playing) this.stop()
    else this.play(1)
  }

  stop() {
    this.direction = 0
    cancelAnimationFrame(this.turning)
    this.screen.pause()
    if (this.reel) this.show(this.frame)
    this.tellPlaying()
  }

  forward() {
    this.play(this.direction > 0 ? Math.min(FASTEST, this.direction * 2) : 1)
  }

  backward() {
    this.play(this.direction < 0 ? Math.max(-FASTEST, this.direction * 2) : -1)
  }

  back() {
    this.step(-1)
  }

  forth() {
    this.step(1)
  }

  step(by) {
    if (this.playing) this.stop()
    this.seek(this.frame + by)
  }

  home() {
    this.seek(0)
  }

  end() {
    this.seek(this.reel.length - 1)
  }

  previous() {
    const shot = shotAt(this.reel, this.frame)
    if (shot) this.seek(this.frame > shot.at ? shot.at : (this.reel.shots[shot.number - 2]?.at ?? 0))
  }

  next() {
    const shot = shotAt(this.reel, this.frame)
    if (shot) this.seek(shot.at + shot.frames)
  }

  loop() {
    this.looping = !this.looping
    this.querySelector("[data-act=loop]").setAttribute("aria-pressed", this.looping)
  }

  mute() {
    this.muted = !this.muted
    this.screen.muted = this.muted
    this.querySelector("[data-act=mute]").setAttribute("aria-pressed", !this.muted)
  }

  faster() {
    this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length]
    this.querySelector("[data-speed]").textContent = `${this.speed}×`
    if (this.playing) this.play(this.direction)
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen()
    else this.requestFullscreen()
  }

  keys() {
    const dialog = document.getElementById("keys-dialog")
    if (!dialog.open) dialog.showModal()
  }

  seek(frame) {
    if (!this.reel) return
    this.frame = within(this.reel, frame)
    if (this.playing) this.play(this.direction)
    else this.show(this.frame)
  }

  /* -- the cut changed under us: stay with the same picture */

  changed() {
    const strip = document.getElementById("strip")
    if (!strip) return
    const was = this.reel && shotAt(this.reel, this.frame)
    const offset = was ? filmFrame(was, this.frame) : 0
    this.reel = readReel(strip)
    const now = was && this.reel.shots.find((shot) => shot.clip === was.clip)
    if (now) this.frame = now.at + Math.max(0, Math.min(offset - now.start, now.frames - 1))
    this.frame = within(this.reel, this.frame)
    this.scrubber.max = Math.max(0, this.reel.length - 1)
    this.querySelector("[data-total]").textContent = timecode(this.reel.length, this.reel.fps)
    this.querySelector(".player__empty")?.toggleAttribute("hidden", this.reel.length > 0)
    if (this.whole.has(strip)) return
    const goesOn = this.playing && now && now.film === was.film && this.track !== this.one
    this.one = undefined
    this.whole.changed(strip, this.reel)
    if (!goesOn) return this.seek(this.frame)
    this.track = this.reel
    this.screen.ready(this.reel.shots[now.number], this.reel.fps)
  }

  /* The joined film is there. What plays goes on as it is until it is stopped. */
  joined(shot) {
    this.one = { ...this.reel, shots: [shot] }
    if (!this.playing) this.show(this.frame)
  }

  /* -- one picture */

  show(frame) {
    this.track = this.one ?? this.reel
    const shot = shotAt(this.track, frame)
    this.screen.show(shot, shot && filmFrame(shot, frame), this.reel.fps)
    if (shot) this.tell()
  }

  /* -- many pictures */

  play(direction) {
    if (!this.reel?.length) return
    cancelAnimationFrame(this.turning)
    this.screen.pause()
    this.track = this.one ?? this.reel
    if (direction > 0 && this.frame >= this.reel.length - 1) this.frame = 0
    this.direction = direction
    this.tellPlaying()
    if (direction > 0) this.begin(shotAt(this.track, this.frame))
    else this.byClock((now) => this.show(within(this.reel, now)))
  }

  /* Play one shot from the frame where we are; the next one is made ready meanwhile. */
  begin(shot) {
    this.shot = shot
    const film = this.screen.show(shot, filmFrame(shot, this.frame), this.reel.fps)
    this.screen.ready(this.track.shots[shot.number], this.reel.fps)
    if (!film) return this.byClock((now) => (now < shot.at + shot.frames ? this.at(now) : this.leave(shot)))
    film.muted = this.muted
    film.playbackRate = this.speed * this.direction
    film.play().catch(() => {})
    this.follow(film, shot)
  }

  /* Where the film is, at each picture; at its last frame the next one takes over. */
  follow(film, shot) {
    const look = () => {
      if (!this.playing || this.shot?.clip !== shot.clip) return
      const now = this.track.shots.find((one) => one.clip === shot.clip) ?? shot
      const n = Math.floor(film.currentTime * this.reel.fps + 0.001)
      const past = n - now.start >= now.frames || film.ended
      if (!film.seeking && film.readyState >= 2) {
        this.screen.turnTo(film) // a busy browser may tell that it stands there later than it plays
        this.at(Math.min(now.at + now.frames - 1, Math.max(now.at, now.at + n - now.start)))
        if (past) return this.leave(now, film)
      }
      this.turning = requestAnimationFrame(look)
    }
    this.turning = requestAnimationFrame(look)
  }

  leave(shot, film) {
    film?.pause()
    const next = this.track.shots[shot.number]
    if (next) {
      this.frame = next.at
      return this.begin(next)
    }
    if (this.looping) {
      this.frame = 0
      return this.begin(this.track.shots[0])
    }
    this.frame = this.reel.length - 1
    return this.stop()
  }

  byClock(each) {
    const from = this.frame
    const began = performance.now()
    const rate = (this.reel.fps * this.speed * this.direction) / 1000
    const tick = () => {
      if (!this.playing) return
      const now = from + Math.trunc((performance.now() - began) * rate)
      this.frame = within(this.reel, now)
      this.turning = requestAnimationFrame(tick)
      each(now)
      if (now <= 0 && this.direction < 0) this.stop()
    }
    this.turning = requestAnimationFrame(tick)
  }

  at(frame) {
    this.frame = frame
    this.tell()
  }

  /* -- what it says */

  tell() {
    if (this.toldFrame === this.frame && this.toldReel === this.reel) return
    this.toldFrame = this.frame
    this.toldReel = this.reel
    const code = timecode(this.frame, this.reel.fps)
    this.querySelector("[data-time]").textContent = code
    this.scrubber.value = this.frame
    this.scrubber.setAttribute("aria-valuetext", code)
    const { number, take, film, still, state, words } = shotAt(this.reel, this.frame)
    this.querySelector("[data-now]").textContent = [`Clip ${number} of ${this.reel.shots.length}`, take && `take ${take}`, state].filter(Boolean).join(" · ")
    this.sayInstead(film || still ? "" : words)
    document.dispatchEvent(new CustomEvent("player-frame", { detail: { frame: this.frame } }))
  }

  /* Where there is no picture yet, the words of what will be seen. */
  sayInstead(words) {
    const place = this.querySelector("[data-instead]")
    place.hidden = !words
    place.textContent = words ?? ""
  }

  tellPlaying() {
    this.querySelector("[data-word]").textContent = this.playing ? "Pause" : "Play"
    this.toggleAttribute("data-playing", this.playing)
    document.dispatchEvent(new CustomEvent("player-playing"))
  }
}

customElements.define("film-player", FilmPlayer)
