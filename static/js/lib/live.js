/* What the page says to those who hear it. */

export function say(words) {
  const live = document.getElementById("live")
  if (live && live.textContent !== words) live.textContent = words
}
