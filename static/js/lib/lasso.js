/* Selects cards with a rectangle that the mouse draws from empty space. Calls chosen(cards, isMore): with Shift or Ctrl
   they are added to what was chosen before. */

const LEAST_PX = 6
const OCCUPIED = ".card, a, button, input, select, label, summary, form, .menu__panel, .composer, .selection"

export class Lasso {
  constructor(root, chosen, signal) {
    this.root = root
    this.chosen = chosen
    document.querySelector("main").addEventListener("pointerdown", (event) => this.start(event), signal)
    document.addEventListener("pointermove", (event) => this.from && this.draw(event), signal)
    document.addEventListener("pointerup", () => this.end(), signal)
    document.addEventListener("pointercancel", () => this.end(), signal)
  }

  start(event) {
    if (event.button !== 0 || event.pointerType !== "mouse" || event.target.closest(OCCUPIED)) return
    this.from = { x: event.clientX + scrollX, y: event.clientY + scrollY }
  }

  draw(event) {
    const x = this.from.x - scrollX
    const y = this.from.y - scrollY
    const box = {
      left: Math.min(x, event.clientX),
      top: Math.min(y, event.clientY),
      right: Math.max(x, event.clientX),
      bottom: Math.max(y, event.clientY),
    }
    if (!this.frame && Math.max(box.right - box.left, box.bottom - box.top) < LEAST_PX) return
    getSelection()?.removeAllRanges()
    if (!this.frame) {
      this.frame = document.createElement("div")
      this.frame.className = "lasso"
      document.body.append(this.frame)
    }
    Object.assign(this.frame.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.right - box.left}px`,
      height: `${box.bottom - box.top}px`,
    })
    const cards = this.root.cards.filter((card) => overlaps(card.getBoundingClientRect(), box))
    this.chosen(cards, event.shiftKey || event.ctrlKey || event.metaKey)
  }

  end() {
    this.frame?.remove()
    this.from = this.frame = undefined
  }
}

function overlaps(one, other) {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top
}
