/* Upload a picture with progress. Resolves to the piece that comes back, rejects with the problem as text. */

export function csrf() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
}

export function send(address, fields, onProgress = () => {}) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value)
  const request = new XMLHttpRequest()
  request.open("POST", address)
  request.setRequestHeader("X-CSRFToken", csrf())
  request.setRequestHeader("HX-Request", "true")
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) onProgress(event.loaded < event.total ? event.loaded / event.total : undefined)
  }
  return new Promise((resolve, reject) => {
    request.onload = () =>
      request.status === 201 ? resolve(request.responseText) : reject(new Error(problemOf(request)))
    request.onerror = () => reject(new Error("Can't reach the studio. Try again in a moment."))
    request.send(form)
  })
}

/* Show how much is sent; once all is, that the studio is at work on it. */
export function showPart(progress, part) {
  progress.hidden = false
  if (part === undefined) progress.removeAttribute("value")
  else progress.value = part
}

/* Put a slot's piece in place, activate it, and notify the composer. */
export function place(piece, selector) {
  const template = document.createElement("template")
  template.innerHTML = piece
  const fresh = template.content.querySelector(selector)
  const old = document.querySelector(selector)
  if (!fresh || !old) return
  old.replaceWith(fresh)
  window.htmx?.process(fresh)
  const end = fresh.querySelector("input[type=hidden]")?.name
  fresh.dispatchEvent(new CustomEvent("keyframe-chosen", { bubbles: true, detail: { end } }))
  fresh.dispatchEvent(new Event("change", { bubbles: true }))
}

export function showProblem(place, problem) {
  const text = document.createElement("p")
  text.className = "message message--stop"
  text.setAttribute("role", "alert")
  text.textContent = problem
  place.append(text)
}

/* Return what is wrong with a file, or "". */
export function checkPicture(file, types, maxMb) {
  if (!types.includes(file.type)) return "Choose a JPEG, PNG or WebP picture."
  if (maxMb && file.size > maxMb * 1024 * 1024) return `The picture is larger than ${maxMb} MB.`
  return ""
}

function problemOf(request) {
  const answer = document.createElement("div")
  const isPiece = request.getResponseHeader("Content-Type")?.startsWith("text/html") && request.status < 500
  if (isPiece) answer.innerHTML = request.responseText
  return answer.querySelector("[role=alert]")?.textContent.trim() || "That didn't work. Try another picture."
}
