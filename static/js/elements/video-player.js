/* <video-player data-shots data-keys [data-loop] [data-muted]>: plays the shots that the element with the ID data-shots
   holds: a timeline, a version under review, or a single clip. Once the server has joined a cut (lib/playback-file.js)
   it is one video; while shots are generated or edited, two videos take turns: while one plays, the other is already at
   the first frame of the next shot. A shot without a video is shown as a still for its length. `cut` is the cut shot by
   shot, `track` what is really played: the same, or the one video. data-autoplay: play at once, muted; with reduced
   motion the picture waits. */
import { cutFrame, readCut, shotAt, videoFrame, within } from "../lib/cut.js";
import { PlaybackFile } from "../lib/playback-file.js";
import { Player } from "../lib/player.js";
import { Screen } from "../lib/screen.js";
import { isThere } from "../lib/seek.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)")

class VideoPlayer extends Player {
  connectedCallback() {
    this.screen = new Screen(this)
    this.playbackFile = new PlaybackFile((shot) => this.useJoined(shot))
    super.connectedCallback()
    const signal = { signal: this.listening.signal }
    document.addEventListener("strip-seek", (event) => this.seek(event.detail.frame), signal)
    document.addEventListener("strip-changed", () => this.read(), signal)
    this.readOnceDefined()
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.playbackFile.stop()
  }

  /* The element that holds the shots. */
  get source() {
    return document.getElementById(this.dataset.shots)
  }

  get fps() {
    return this.cut?.fps
  }

  get length() {
    return this.cut?.length ?? 0
  }

  get heard() {
    return this.screen.videos
  }

  /* A single clip has no other shot to go to: the keys scroll the page. */
  knows(act) {
    return super.knows(act) && !(["previous", "next"].includes(act) && this.cut?.shots.length < 2)
  }

  previous() {
    const shot = this.length && shotAt(this.cut, this.frame)
    if (shot) this.seek(this.frame > shot.at ? shot.at : (this.cut.shots[shot.number - 2]?.at ?? 0))
  }

  next() {
    const shot = this.length && shotAt(this.cut, this.frame)
    if (shot) this.seek(shot.at + shot.frames)
  }

  /* -- the cut changed: stay at the same picture */

  readOnceDefined() {
    const name = this.source?.localName ?? ""
    if (name.includes("-")) customElements.whenDefined(name).then(() => this.read())
    else this.read()
    if (this.dataset.autoplay !== undefined && !calm.matches) this.play(1)
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
    this.showLength()
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

  pausePicture() {
    this.screen.pause()
  }

  /* What the scrubber shows while pointed at this frame. */
  pictureAt(frame) {
    const shot = shotAt(this.cut, frame)
    const { filmstrip, videoFrames } = shot ?? {}
    const ratio = shot?.ratio ?? this.ratio
    if (filmstrip) return { filmstrip, ratio, part: videoFrame(shot, frame) / Math.max(1, videoFrames - 1) }
    return { video: this.one?.shots[0].video, frame, ratio }
  }

  get ratio() {
    const { videoWidth, videoHeight } = this.querySelector("[data-shown]") ?? {}
    return videoHeight ? videoWidth / videoHeight : undefined
  }

  /* -- many pictures */

  play(direction) {
    if (!this.cut?.length) return
    cancelAnimationFrame(this.turning)
    this.screen.pause()
    this.track = this.one ?? this.cut
    this.enterRange(direction)
    this.direction = direction
    this.showPlaying()
    if (direction > 0) this.begin(shotAt(this.track, this.frame))
    else this.byClock((now) => this.show(within(this.cut, now)))
  }

  /* Play one shot from the present frame; the next one is made ready meanwhile. */
  begin(shot) {
    cancelAnimationFrame(this.turning)
    this.shot = shot
    const video = this.screen.show(shot, videoFrame(shot, this.frame))
    this.screen.ready(this.track.shots[shot.number])
    if (!video) return this.byClock((now) => (now < this.endOf(shot) ? this.at(now) : this.leave(shot)))
    video.playbackRate = this.rate
    this.startVideo(video)
    this.follow(video, shot)
  }

  /* The first frame of the cut after the shot, or after the out mark in it. */
  endOf(shot) {
    const end = shot.at + shot.frames
    return this.range.last >= this.frame ? Math.min(end, this.range.last + 1) : end
  }

  /* Follow the video picture by picture; at its last frame the next shot takes over. */
  follow(video, shot) {
    const look = () => {
      if (!this.playing || this.shot?.id !== shot.id) return
      const now = this.track.shots.find((one) => one.id === shot.id) ?? shot
      const n = Math.floor((video.currentTime - now.start / now.fps) * this.cut.fps + 0.001)
      const frames = this.endOf(now) - now.at
      const past = n >= frames || video.ended
      if (isThere(video)) {
        this.screen.turnTo(video) // a busy browser may play before it says that it has seeked
        this.at(now.at + Math.min(frames - 1, Math.max(0, n)))
        if (past) return this.leave(now, video)
      }
      this.turning = requestAnimationFrame(look)
    }
    this.turning = requestAnimationFrame(look)
  }

  leave(shot, video) {
    video?.pause()
    const { first, last } = this.range
    const next = this.track.shots[shot.number]
    if (next && last >= next.at) {
      this.frame = next.at
      return this.begin(next)
    }
    if (this.looping) {
      this.frame = first
      return this.begin(shotAt(this.track, first))
    }
    this.frame = last
    return this.stop()
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
    this.showTime()
    const { number, take, video, still, status, prompt } = shotAt(this.cut, this.frame)
    const { length } = this.cut.shots
    const place = (length > 1 || take || status) && `Shot ${number} of ${length}`
    this.querySelector("[data-now]").textContent = [place, take && `take ${take}`, status].filter(Boolean).join(" · ")
    this.showPrompt(video || still ? "" : prompt)
    document.dispatchEvent(new CustomEvent("player-frame", { detail: { frame: this.frame } }))
  }

  /* Where there is no picture yet, show the prompt. */
  showPrompt(prompt) {
    const place = this.querySelector("[data-instead]")
    place.hidden = !prompt
    place.textContent = prompt ?? ""
  }
}

customElements.define("video-player", VideoPlayer)
