/* <picture-crop data-image data-width data-height data-box="left top width height" data-shape="16:9">: a frame of
   the clip's shape on a picture, moved by pointer and by arrow keys, made smaller and larger by the slider. */

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

class PictureCrop extends HTMLElement {
  connectedCallback() {
    this.width = Number(this.dataset.width)
    this.height = Number(this.dataset.height)
    const [across, down] = this.dataset.shape.split(":").map(Number)
    this.shape = across / down
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

  /* The largest frame of this shape in the picture. */
  largest() {
    const width = Math.min(this.width, this.height * this.shape)
    return [width, width / this.shape]
  }

  draw() {
    const [width, height] = this.largest().map((side) => Math.max(16, Math.floor((side * this.slider.valueAsNumber) / 100)))
    const [left, top] = this.place(width, height)
    const style = this.frame.style
    style.setProperty("left", `${(left / this.width) * 100}%`)
    style.setProperty("top", `${(top / this.height) * 100}%`)
    style.setProperty("width", `${(width / this.width) * 100}%`)
    style.setProperty("height", `${(height / this.height) * 100}%`)
    this.querySelector("[name=choice]").value = `crop:${this.dataset.image}:${left}:${top}:${width}:${height}`
  }

  /* Where the frame stands, held inside the picture. */
  place(width, height) {
    const held = (center, side, whole) => Math.round(Math.max(0, Math.min(center - side / 2, whole - side)))
    const [left, top] = [held(this.center[0], width, this.width), held(this.center[1], height, this.height)]
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
