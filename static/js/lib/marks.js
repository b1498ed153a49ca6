/* Notes on the scrubber: a mark for each, which leads to it, and a line as long as its range. */

export function marksOf(notes, go) {
  return notes.flatMap((note) => [...range(note), pin(note, go)])
}

function pin(note, go) {
  const mark = document.createElement("button")
  mark.type = "button"
  mark.className = classOf("mark", note)
  mark.textContent = note.dataset.who.slice(0, 1)
  mark.setAttribute("aria-label", `Note of ${note.querySelector(".note__who b").textContent} at ${note.querySelector(".note__time").textContent}`)
  mark.style.setProperty("--at", part(note.dataset.frame))
  mark.addEventListener("click", () => go(note))
  return mark
}

function range(note) {
  if (!note.dataset.end) return []
  const line = document.createElement("i")
  line.className = classOf("mark__range", note)
  line.style.setProperty("--at", part(note.dataset.frame))
  line.style.setProperty("--long", part(note.dataset.end - note.dataset.frame))
  return [line]
}

const classOf = (name, note) => (note.dataset.open === "1" ? `${name} ${name}--open` : name)

/* So many frames as a part of the film. */
function part(frames) {
  const length = Number(document.getElementById("strip")?.dataset.length) || 1
  return `${(Number(frames) / Math.max(1, length - 1)) * 100}%`
}
