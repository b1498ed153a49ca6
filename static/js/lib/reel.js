/* The cut as arithmetic: which frame of which film is shown at a frame of the cut. The shots are read off the
   strip; the same sums as projects/timeline/shots.py. */

export function readReel(strip) {
  const shots = [...strip.querySelectorAll(".shot")].map((li) => ({
    clip: li.dataset.clip,
    number: Number(li.dataset.number),
    take: Number(li.dataset.take),
    at: Number(li.dataset.at),
    frames: Number(li.dataset.frames),
    start: Number(li.dataset.start),
    filmFrames: Number(li.dataset.filmFrames),
    film: li.dataset.film,
    still: li.dataset.still,
    words: li.querySelector(".shot__words")?.textContent,
    state: li.dataset.film ? "" : li.dataset.say?.replace(/^[^:]*: /, ""),
  }))
  const fps = Number(strip.dataset.fpsNum) / Number(strip.dataset.fpsDen)
  return { shots, fps, length: shots.reduce((sum, shot) => sum + shot.frames, 0) }
}

/* The shot at a frame of the cut; the last one at its end; undefined where there is none. */
export function shotAt(reel, frame) {
  return reel.shots.find((shot) => frame < shot.at + shot.frames) ?? reel.shots.at(-1)
}

export const filmFrame = (shot, frame) => shot.start + frame - shot.at
export const within = (reel, frame) => Math.max(0, Math.min(frame, Math.max(0, reel.length - 1)))

/* In the middle of the frame, so that rounding never shows a neighbour. */
export const seconds = (n, fps) => (n + 0.5) / fps

/* "00:00:08:06"; frames of the nominal rate, as studio/media/timecode.py counts them. */
export function timecode(frame, fps) {
  const rate = Math.round(fps)
  const two = (n) => String(n).padStart(2, "0")
  const whole = Math.floor(frame / rate)
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60, frame % rate].map(two).join(":")
}
