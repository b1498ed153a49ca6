/* <cut-player data-shots data-keys>: plays the cut whose shots the element with the ID data-shots holds. Once the server has
   joined the cut (lib/playback-file.js) it is one video; while shots are generated or edited, two videos take turns:
   while one plays, the other is already at the first frame of the next shot. A shot without a video is shown as a
   still for its length. `cut` is the cut shot by shot, `track` what is really played: the same, or the one video. */
import { cutFrame, videoFrame, readCut, shotAt, timecode, within } from "../lib/cut.js";
import { Screen } from "../lib/screen.js";
import { PlaybackFile } from "../lib/playback-file.js";
import { actionFor } from "../lib/player-keys.js";

const SPEEDS = [1, 1.5, 2, 0.5]
const FASTEST = 4

class CutPlayer extends HTMLElement {
  connectedCallback() {
    this.screen = new Screen(this)
    this.scrubber = this.querySelector(".player__scrub")
    this.frame = 0
    this.direction = 0 // -4 to 4: how fast, and which way
    this.speed = 1
    this.muted = true
    this.looping = false
    this.playbackFile = new PlaybackFile((shot) => this.useJoined(shot))
    this.listening = new AbortController()
    const signal = { signal: this.listening.signal }
    this.addEventListener("click", (event) => this[event.target.closest("[data-act]")?.dataset.act]?.())
    this.scrubber.addEventListener("input", () => this.seek(Number(this.scrubber.value)))
    document.addEventListener("keydown", (event) => this.key(event), signal)
    document.addEventListener("strip-seek", (event) => this.seek(event.detail.frame), signal)
    document.addEventListener("strip-changed", () => this.read(), signal)
    this.readOnceDefined()
  }

  disconnectedCallback() {
    this.listening.abort()
    this.playbackFile.stop()
    cancelAnimationFrame(this.turning)
  }

  get playing() {
    return this.direction !== 0
  }

  /* The element that holds the shots. */
  get source() {
    return document.getElementById(this.dataset.shots)
  }

  /* -- controls */

  key(event) {
    const act = actionFor(event)
    if (!act) return
    event.preventDefault()
    if (event.shiftKey && act === "back") this.seek(this.frame - Math.round(this.cut.fps))
    else if (event.shiftKey && act === "forth") this.seek(this.frame + Math.round(this.cut.fps))
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
    if (this.cut) this.show(this.frame)
    this.showPlaying()
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
    this.seek(this.cut.length - 1)
  }

  previous() {
    const shot = shotAt(this.cut, this.frame)
    if (shot) this.seek(this.frame > shot.at ? shot.at : (this.cut.shots[shot.number - 2]?.at ?? 0))
  }

  next() {
    const shot = shotAt(this.cut, this.frame)
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
    const dialog = document.getElementById(this.dataset.keys)
    if (!dialog.open) dialog.showModal()
  }

  seek(frame) {
    if (!this.cut) return
    this.frame = within(this.cut, frame)
    if (this.playing) this.play(this.direction)
    else this.show(this.frame)
  }

  /* -- the cut changed: stay at the same picture */

  readOnceDefined() {
    const name = this.source?.localName ?? ""
    if (name.includes("-")) customElements.whenDefined(name).then(() => this.read())
    else this.read()
  }

  read() {
    const { source } = this
    if (!source) return
    const was = this.cut && shotAt(this.cut, this.frame)
    const offset = was ? videoFrame(was, this.frame) : 0
    this.cut = readCut(source)
    const now = was && this.cut.shots.find((shot) => shot.id === was.id)
    if (now) this.frame = cutFrame(now, offset)
    this.frame = within(this.cut, this.frame)
    this.scrubber.max = Math.max(0, this.cut.length - 1)
    this.querySelector("[data-total]").textContent = timecode(this.cut.length, this.cut.fps)
    this.querySelector(".player__empty")?.toggleAttribute("hidden", this.cut.length > 0)
    if (this.playbackFile.isFor(source)) return
    const goesOn = this.playing && now && now.video === was.video && this.track !== this.one
    this.one = undefined
    this.playbackFile.change(source, this.cut)
    if (!goesOn) return this.seek(this.frame)
    this.track = this.cut
    this.screen.ready(this.cut.shots[now.number])
  }

  /* The joined video is there. What plays continues as it is until it is stopped. */
  useJoined(shot) {
    this.one = { ...this.cut, shots: [shot] }
    if (!this.playing) this.show(this.frame)
  }

  /* -- one picture */

  show(frame) {
    this.track = this.one ?? this.cut
    const shot = shotAt(this.track, frame)
    this.screen.show(shot, shot && videoFrame(shot, frame))
    if (shot) this.showPosition()
  }

  /* -- many pictures */

  play(direction) {
    if (!this.cut?.length) return
    cancelAnimationFrame(this.turning)
    this.screen.pause()
    this.track = this.one ?? this.cut
    if (direction > 0 && this.frame >= this.cut.length - 1) this.frame = 0
    this.direction = direction
    this.showPlaying()
    if (direction > 0) this.begin(shotAt(this.track, this.frame))
    else this.byClock((now) => this.show(within(this.cut, now)))
  }

  /* Play one shot from the present frame; the next one is made ready meanwhile. */
  begin(shot) {
    this.shot = shot
    const video = this.screen.show(shot, videoFrame(shot, this.frame))
    this.screen.ready(this.track.shots[shot.number])
    if (!video) return this.byClock((now) => (now < shot.at + shot.frames ? this.at(now) : this.leave(shot)))
    video.muted = this.muted
    video.playbackRate = this.speed * this.direction
    video.play().catch(() => {})
    this.follow(video, shot)
  }

  /* Follow the video picture by picture; at its last frame the next shot takes over. */
  follow(video, shot) {
    const look = () => {
      if (!this.playing || this.shot?.id !== shot.id) return
      const now = this.track.shots.find((one) => one.id === shot.id) ?? shot
      const n = Math.floor((video.currentTime - now.start / now.fps) * this.cut.fps + 0.001)
      const past = n >= now.frames || video.ended
      if (!video.seeking && video.readyState >= 2) {
        this.screen.turnTo(video) // a busy browser may play before it says that it has seeked
        this.at(now.at + Math.min(now.frames - 1, Math.max(0, n)))
        if (past) return this.leave(now, video)
      }
      this.turning = requestAnimationFrame(look)
    }
    this.turning = requestAnimationFrame(look)
  }

  leave(shot, video) {
    video?.pause()
    const next = this.track.shots[shot.number]
    if (next) {
      this.frame = next.at
      return this.begin(next)
    }
    if (this.looping) {
      this.frame = 0
      return this.begin(this.track.shots[0])
    }
    this.frame = this.cut.length - 1
    return this.stop()
  }

  byClock(each) {
    const from = this.frame
    const began = performance.now()
    const rate = (this.cut.fps * this.speed * this.direction) / 1000
    const tick = () => {
      if (!this.playing) return
      const now = from + Math.trunc((performance.now() - began) * rate)
      this.frame = within(this.cut, now)
      this.turning = requestAnimationFrame(tick)
      each(now)
      if (now <= 0 && this.direction < 0) this.stop()
    }
    this.turning = requestAnimationFrame(tick)
  }

  at(frame) {
    this.frame = frame
    this.showPosition()
  }

  /* -- texts */

  showPosition() {
    if (this.shownFrame === this.frame && this.shownCut === this.cut) return
    this.shownFrame = this.frame
    this.shownCut = this.cut
    const code = timecode(this.frame, this.cut.fps)
    this.querySelector("[data-time]").textContent = code
    this.scrubber.value = this.frame
    this.scrubber.setAttribute("aria-valuetext", code)
    const { number, take, video, still, status, prompt } = shotAt(this.cut, this.frame)
    this.querySelector("[data-now]").textContent = [`Shot ${number} of ${this.cut.shots.length}`, take && `take ${take}`, status].filter(Boolean).join(" · ")
    this.showPrompt(video || still ? "" : prompt)
    document.dispatchEvent(new CustomEvent("player-frame", { detail: { frame: this.frame } }))
  }

  /* Where there is no picture yet, show the prompt. */
  showPrompt(prompt) {
    const place = this.querySelector("[data-instead]")
    place.hidden = !prompt
    place.textContent = prompt ?? ""
  }

  showPlaying() {
    this.querySelector("[data-word]").textContent = this.playing ? "Pause" : "Play"
    this.toggleAttribute("data-playing", this.playing)
    document.dispatchEvent(new CustomEvent("player-playing"))
  }
}

customElements.define("cut-player", CutPlayer)
