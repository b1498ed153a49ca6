/* The ruler above the shots: seconds of the cut, written where there is room for them. Very short shots are drawn
   wider than they are long, so places are found shot by shot. */
import { timecode } from "./cut.js";

const STEPS_S = [1, 2, 5, 10, 30, 60, 120, 300, 600]
const ROOM_PX = 74

export function drawRuler(ruler, strip) {
  const fps = strip.fps
  const frames = Number(strip.dataset.length)
  const step = (STEPS_S.find((s) => s * fps * strip.px >= ROOM_PX) ?? STEPS_S.at(-1)) * Math.round(fps)
  const places = boxes(strip)
  const marks = []
  let free = 0
  for (let frame = 0; frame < frames; frame += step) {
    const x = placeOf(places, frame)
    if (x === undefined || x < free) continue
    free = x + ROOM_PX
    const mark = document.createElement("span")
    mark.textContent = timecode(frame, fps).slice(3, 8)
    mark.style.setProperty("--at", `${x}px`)
    marks.push(mark)
  }
  ruler.replaceChildren(...marks)
}

/* Press and move on the ruler: the player follows. */
export function scrub(strip, event) {
  if (event.button !== 0) return
  const ruler = event.target.closest("#strip-ruler")
  const follow = (now) => strip.seek(frameAt(strip, now.clientX))
  const stop = new AbortController()
  ruler.setPointerCapture(event.pointerId)
  ruler.addEventListener("pointermove", follow, { signal: stop.signal })
  for (const end of ["pointerup", "pointercancel"]) ruler.addEventListener(end, () => stop.abort(), { signal: stop.signal })
  follow(event)
}

/* The frame of the cut under a point of the window. */
function frameAt(strip, clientX) {
  const left = strip.querySelector("#strip-shots").getBoundingClientRect().left
  const places = boxes(strip)
  const x = clientX - left
  const place = places.find((one) => x < one.left + one.width) ?? places.at(-1)
  if (!place) return 0
  const part = Math.max(0, Math.min(0.999, (x - place.left) / place.width))
  return place.at + Math.floor(part * place.frames)
}

function boxes(strip) {
  return strip.shots.map((shot) => ({ left: shot.offsetLeft, width: shot.offsetWidth, at: Number(shot.dataset.at), frames: Number(shot.dataset.frames) }))
}

function placeOf(places, frame) {
  const place = places.find((one) => frame < one.at + one.frames)
  return place && place.left + ((frame - place.at) / place.frames) * place.width
}
