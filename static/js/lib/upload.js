/* Sending a picture with its progress. Resolves to the piece that came back; rejects with a refusal's words. */

export function csrf() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
}

export function send(address, fields, onProgress = () => {}) {
  const form = new FormData()
  const shape = document.querySelector("#composer [name=aspect_ratio]:checked")?.value
  if (shape) form.append("aspect_ratio", shape)
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const request = new XMLHttpRequest()
  request.open("POST", address)
  request.setRequestHeader("X-CSRFToken", csrf())
  request.setRequestHeader("HX-Request", "true")
  request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
  return new Promise((resolve, reject) => {
    request.onload = () =>
      request.status === 201 ? resolve(request.responseText) : reject(new Error(refusal(request)))
    request.onerror = () => reject(new Error("The studio cannot be reached. Try again in a moment."))
    request.send(form)
  })
}

/* Puts a slot's piece in its place, alive, and tells the composer. */
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

export function isPicture(file, types, maxMb) {
  if (!types.includes(file.type)) return "It has to be a JPEG, PNG or WebP picture."
  if (maxMb && file.size > maxMb * 1024 * 1024) return `The picture is larger than ${maxMb} MB.`
  return ""
}

function refusal(request) {
  const said = document.createElement("div")
  const isPiece = request.getResponseHeader("Content-Type")?.startsWith("text/html") && request.status < 500
  if (isPiece) said.innerHTML = request.responseText
  return said.querySelector("[role=alert]")?.textContent.trim() || "That did not work. Try another picture."
}
