/* What the page says: to those who hear it, and to everybody. */

export function say(words) {
  const live = document.getElementById("live")
  if (live && live.textContent !== words) live.textContent = words
}

/* A warning at the foot of the page; "" takes it away. */
export function tell(words) {
  const said = document.createElement("p")
  said.className = "said said--stop"
  said.textContent = words
  document.getElementById("flash")?.replaceChildren(...(words ? [said] : []))
}
