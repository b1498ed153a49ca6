/* Strokes as paths; the same lines as studio/media/drawings.py. Both x and y are parts of the picture's width. */

const HEAD = 0.03
const SPREAD = (28 * Math.PI) / 180
const SVG = "http://www.w3.org/2000/svg"
/* As exact as is kept. */
export const near = (value) => Math.round(value * 1e4) / 1e4

/* Held within the picture. */
export const held = (value, most) => near(Math.max(0, Math.min(most, value)))

export function path({ tool, points }) {
  const [first, last] = [points[0], points.at(-1)]
  if (tool === "box") return `M${first[0]} ${first[1]}H${last[0]}V${last[1]}H${first[0]}Z`
  if (tool === "pen") return line(points)
  const angle = Math.atan2(last[1] - first[1], last[0] - first[0])
  const ends = [SPREAD, -SPREAD].map((turn) => `M${last[0]} ${last[1]}L${near(last[0] - HEAD * Math.cos(angle + turn))} ${near(last[1] - HEAD * Math.sin(angle + turn))}`)
  return line([first, last]) + ends.join("")
}

function line([first, ...rest]) {
  const on = rest.length ? rest : [[first[0] + 0.0005, first[1]]]
  return [`M${first[0]} ${first[1]}`, ...on.map(([x, y]) => `L${x} ${y}`)].join("")
}

export function draw(svg, strokes) {
  svg.replaceChildren(
    ...strokes.map((stroke) => {
      const drawn = document.createElementNS(SVG, "path")
      drawn.setAttribute("class", `ink--${stroke.colour}`)
      drawn.setAttribute("d", path(stroke))
      return drawn
    }),
  )
}

/* Where on the picture a pointer is: the picture lies in the middle of the svg's box, as large as it fits. */
export function place(svg, event, ratio) {
  const box = svg.getBoundingClientRect()
  const width = Math.min(box.width, box.height / ratio)
  const left = box.left + (box.width - width) / 2
  const top = box.top + (box.height - width * ratio) / 2
  return [held((event.clientX - left) / width, 1), held((event.clientY - top) / width, ratio)]
}
