/* <picture-crop data-width data-height data-box="left top width height" data-ratio="16:9">: a crop frame of the clip's
   aspect ratio, moved by pointer and arrow keys, resized by the slider; writes the box into the form's choice. */

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

class PictureCrop extends HTMLElement {
  connectedCallback() {
    this.width = Number(this.dataset.width)
    this.height = Number(this.dataset.height)
    const [across, down] = this.dataset.ratio.split(":").map(Number)
    this.ratio = across / down
    this.frame = this.querySelector(".crop__frame")
    this.slider = this.querySelector("input[type=range]")
    const [left, top, width, height] = this.dataset.box.split(" ").map(Number)
    this.center = [left + width / 2, top + height / 2]
    this.slider.value = Math.round((width / this.largest()[0]) * 100)
    this.slider.addEventListener("input", () => this.draw())
    this.frame.addEventListener("pointerdown", (event) => this.grab(event))
    this.frame.addEventListener("keydown", (event) => this.key(event))
    this.draw()
  }

  /* The largest frame of this aspect ratio in the picture. */
  largest() {
    const width = Math.min(this.width, this.height * this.ratio)
    return [width, width / this.ratio]
  }

  draw() {
    const [width, height] = this.largest().map((side) => Math.max(16, Math.floor((side * this.slider.valueAsNumber) / 100)))
    const [left, top] = this.place(width, height)
    const style = this.frame.style
    style.setProperty("left", `${(left / this.width) * 100}%`)
    style.setProperty("top", `${(top / this.height) * 100}%`)
    style.setProperty("width", `${(width / this.width) * 100}%`)
    style.setProperty("height", `${(height / this.height) * 100}%`)
    const choice = this.querySelector("[name=choice]")
    choice.value = choice.value.replace(/(:\d+){4}$/, `:${left}:${top}:${width}:${height}`)
  }

  /* Keep the frame inside the picture. */
  place(width, height) {
    const clamp = (center, side, whole) => Math.round(Math.max(0, Math.min(center - side / 2, whole - side)))
    const [left, top] = [clamp(this.center[0], width, this.width), clamp(this.center[1], height, this.height)]
    this.center = [left + width / 2, top + height / 2]
    return [left, top]
  }

  move(x, y) {
    this.center = [this.center[0] + x, this.center[1] + y]
    this.draw()
  }

  key(event) {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const by = (event.shiftKey ? 0.1 : 0.01) * this.width
    this.move(step[0] * by, step[1] * by)
  }

  grab(event) {
    event.preventDefault()
    this.frame.focus()
    this.frame.setPointerCapture(event.pointerId)
    const stop = new AbortController()
    const scale = this.width / this.querySelector("img").clientWidth
    this.frame.addEventListener("pointermove", (now) => this.move(now.movementX * scale, now.movementY * scale), { signal: stop.signal })
    for (const end of ["pointerup", "pointercancel"]) this.frame.addEventListener(end, () => stop.abort(), { signal: stop.signal })
  }
}

customElements.define("picture-crop", PictureCrop)
