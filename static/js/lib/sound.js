/* A player's sound: its level and whether it is on, as they were when last changed on any page. */

const KEY = "player:sound"

export class Sound {
  constructor(player) {
    this.player = player
    this.button = player.querySelector("[data-act=mute]")
    this.slider = player.querySelector("[data-level]")
    Object.assign(this, { level: 1, isMuted: false }, recall())
    if (player.dataset.muted !== undefined) this.isMuted = true
    this.slider.addEventListener("input", () => this.setLevel(this.slider.valueAsNumber / 100))
    this.apply()
  }

  toggle() {
    this.isMuted = !this.isMuted
    if (!this.isMuted && this.level === 0) this.level = 1
    this.keep()
  }

  setLevel(level) {
    this.level = level
    this.isMuted = level === 0
    this.keep()
  }

  /* Be silent for now, without keeping it. Return true. */
  hush() {
    this.isMuted = true
    this.apply()
    return true
  }

  keep() {
    localStorage.setItem(KEY, JSON.stringify({ level: this.level, isMuted: this.isMuted }))
    this.apply()
  }

  apply() {
    for (const video of this.player.querySelectorAll("video")) {
      video.volume = this.level
      video.muted = this.isMuted || !this.player.heard.includes(video)
    }
    this.slider.value = this.isMuted ? 0 : this.level * 100
    this.button.setAttribute("aria-pressed", !this.isMuted)
  }
}

function recall() {
  try {
    const { level, isMuted } = JSON.parse(localStorage.getItem(KEY) ?? "{}")
    return { ...(level >= 0 && level <= 1 && { level }), ...(typeof isMuted === "boolean" && { isMuted }) }
  } catch {
    return {}
  }
}
