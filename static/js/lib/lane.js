/* Scroll the strip: bring the playhead and new shots into view, unless a hand is scrolling. */

const HANDS_OFF_MS = 3000
const MARGIN_PX = 24

export class Lane {
  constructor(lane) {
    this.lane = lane
    this.movedAt = -Infinity
    for (const kind of ["wheel", "touchmove", "pointerdown"]) lane.addEventListener(kind, () => (this.movedAt = performance.now()), { passive: true })
  }

  /* part: where in the shot, 0 to 1. */
  follow(shot, part) {
    if (performance.now() - this.movedAt < HANDS_OFF_MS) return
    const [seen, box] = [this.lane.getBoundingClientRect(), shot.getBoundingClientRect()]
    const x = box.left + part * box.width
    if (x > seen.left + MARGIN_PX && x < seen.right - MARGIN_PX) return
    this.lane.scrollLeft += x - seen.left - seen.width * 0.2
  }
}
