/* Messages: for screen readers, and for everybody. */

export function announce(text) {
  const live = document.getElementById("live")
  if (live && live.textContent !== text) live.textContent = text
}

/* Show a warning at the foot of the page; "" removes it. */
export function showWarning(text) {
  const message = document.createElement("p")
  message.className = "message message--stop"
  message.textContent = text
  document.getElementById("flash")?.replaceChildren(...(text ? [message] : []))
}
