/* Durations in words; the same steps as `since` in projects/core/formats.py. */

export function since(moment, now = Date.now()) {
  const passed = (now - moment.getTime()) / 1000
  if (passed < 45) return "just now"
  if (passed < 3600) return `${Math.max(1, Math.round(passed / 60))} min`
  if (passed < 24 * 3600) return `${Math.round(passed / 3600)} h`
  const days = Math.round(passed / 86400)
  if (days < 14) return days === 1 ? "1 day" : `${days} days`
  return moment.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })
}

/* "0:38" from 38 seconds. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`
}
