/* Messages: for screen readers, and for everybody. */

export function say(text) {
  const live = document.getElementById("live")
  if (live && live.textContent !== text) live.textContent = text
}

/* Show a warning at the foot of the page; "" removes it. */
export function tell(text) {
  const said = document.createElement("p")
  said.className = "said said--stop"
  said.textContent = text
  document.getElementById("flash")?.replaceChildren(...(text ? [said] : []))
}
