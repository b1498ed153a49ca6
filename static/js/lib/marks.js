/* Notes on the scrubber: a mark for each, which leads to it, and a line as long as its range. Where marks would
   cover each other there is one with their number; pressed again, it leads to the next of its notes. */

const MARK_PX = 26

/* notes: in the order of their frames. scrubber: its width_px and the length of the video in frames. */
export function marksOf(notes, { width_px, length }, go) {
  const percent = (frames) => `${(Number(frames) / Math.max(1, length - 1)) * 100}%`
  const px_per_frame = width_px / Math.max(1, length - 1)
  return [...notes.flatMap((note) => range(note, percent)), ...groups(notes, px_per_frame).map((near) => pin(near, percent, go))]
}

function groups(notes, px_per_frame) {
  const found = []
  for (const note of notes) {
    const near = found.at(-1)
    if (near && (note.dataset.frame - near[0].dataset.frame) * px_per_frame < MARK_PX) near.push(note)
    else found.push([note])
  }
  return found
}

function pin(near, percent, go) {
  const [first] = near
  const time = first.querySelector(".note__time").textContent
  const mark = document.createElement("button")
  mark.type = "button"
  mark.className = classOf("mark", near)
  mark.dataset.notes = near.length
  mark.textContent = near.length > 1 ? near.length : first.dataset.initials.slice(0, 1)
  mark.setAttribute("aria-label", near.length > 1 ? `${near.length} notes from ${time}` : `Note by ${first.querySelector(".note__author b").textContent} at ${time}`)
  mark.style.setProperty("--at", percent(first.dataset.frame))
  mark.addEventListener("click", () => go(near[(near.findIndex((note) => note.hasAttribute("aria-current")) + 1) % near.length]))
  return mark
}

function range(note, percent) {
  if (!note.dataset.end) return []
  const line = document.createElement("i")
  line.className = classOf("mark__range", [note])
  line.style.setProperty("--at", percent(note.dataset.frame))
  line.style.setProperty("--long", percent(note.dataset.end - note.dataset.frame))
  return [line]
}

const classOf = (name, notes) => (notes.some((note) => note.dataset.open === "1") ? `${name} ${name}--open` : name)
