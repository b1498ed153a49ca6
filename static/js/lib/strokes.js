/* Strokes as SVG paths, the same ones as studio/media/drawings.py makes. x and y are fractions of the picture's width. */

const HEAD = 0.03
const SPREAD = (28 * Math.PI) / 180
const SVG = "http://www.w3.org/2000/svg"

/* As exact as strokes are stored. */
export const round = (value) => Math.round(value * 1e4) / 1e4

export const clamp = (value, max) => round(Math.max(0, Math.min(max, value)))

export function path({ tool, points }) {
  const [first, last] = [points[0], points.at(-1)]
  if (tool === "box") return `M${first[0]} ${first[1]}H${last[0]}V${last[1]}H${first[0]}Z`
  if (tool === "pen") return line(points)
  const angle = Math.atan2(last[1] - first[1], last[0] - first[0])
  const ends = [SPREAD, -SPREAD].map((turn) => `M${last[0]} ${last[1]}L${round(last[0] - HEAD * Math.cos(angle + turn))} ${round(last[1] - HEAD * Math.sin(angle + turn))}`)
  return line([first, last]) + ends.join("")
}

function line([first, ...rest]) {
  const others = rest.length ? rest : [[first[0] + 0.0005, first[1]]]
  return [`M${first[0]} ${first[1]}`, ...others.map(([x, y]) => `L${x} ${y}`)].join("")
}

export function draw(svg, strokes) {
  svg.replaceChildren(
    ...strokes.map((stroke) => {
      const drawn = document.createElementNS(SVG, "path")
      drawn.setAttribute("class", `drawing--${stroke.color}`)
      drawn.setAttribute("d", path(stroke))
      return drawn
    }),
  )
}

/* Where on the picture a pointer is. The picture is centered in the SVG's box, as large as it fits. */
export function locate(svg, event, ratio) {
  const box = svg.getBoundingClientRect()
  const width = Math.min(box.width, box.height / ratio)
  const left = box.left + (box.width - width) / 2
  const top = box.top + (box.height - width * ratio) / 2
  return [clamp((event.clientX - left) / width, 1), clamp((event.clientY - top) / width, ratio)]
}
