/* Notes on the scrubber: a mark for each, which leads to it, and a line as long as its range. Where marks would
   cover each other there is one with their number; pressed again, it leads on to the next of its notes. */

const MARK_PX = 26

/* notes: in the film's order. */
export function marksOf(notes, width_px, go) {
  return [...notes.flatMap(range), ...groups(notes, width_px).map((near) => pin(near, go))]
}

function groups(notes, width_px) {
  const found = []
  for (const note of notes) {
    const near = found.at(-1)
    if (near && (part(note.dataset.frame) - part(near[0].dataset.frame)) * width_px < MARK_PX) near.push(note)
    else found.push([note])
  }
  return found
}

function pin(near, go) {
  const [first] = near
  const time = first.querySelector(".note__time").textContent
  const mark = document.createElement("button")
  mark.type = "button"
  mark.className = classOf("mark", near)
  mark.dataset.notes = near.length
  mark.textContent = near.length > 1 ? near.length : first.dataset.who.slice(0, 1)
  mark.setAttribute("aria-label", near.length > 1 ? `${near.length} notes from ${time} on` : `Note of ${first.querySelector(".note__who b").textContent} at ${time}`)
  mark.style.setProperty("--at", percent(first.dataset.frame))
  mark.addEventListener("click", () => go(near[(near.findIndex((note) => note.hasAttribute("aria-current")) + 1) % near.length]))
  return mark
}

function range(note) {
  if (!note.dataset.end) return []
  const line = document.createElement("i")
  line.className = classOf("mark__range", [note])
  line.style.setProperty("--at", percent(note.dataset.frame))
  line.style.setProperty("--long", percent(note.dataset.end - note.dataset.frame))
  return [line]
}

const classOf = (name, notes) => (notes.some((note) => note.dataset.open === "1") ? `${name} ${name}--open` : name)
const percent = (frames) => `${part(frames) * 100}%`

/* So many frames as a part of the film. */
function part(frames) {
  const length = Number(document.getElementById("strip")?.dataset.length) || 1
  return Number(frames) / Math.max(1, length - 1)
}
