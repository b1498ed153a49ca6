/* The cut as arithmetic: which frame of which video is shown at a frame of the cut. The shots are read from the
   page; the same sums as projects/timeline/shots.py. */

const TINY = 1e-6 // a quotient of rates is not exact
const DROPPED = { 29.97: 2, 59.94: 4 }

/* source: the element that holds the shots. */
export function readCut(source) {
  const fps = Number(source.dataset.fpsNum) / Number(source.dataset.fpsDen)
  const shots = [...source.querySelectorAll(".shot")].map((li) => ({
    id: li.dataset.shot,
    number: Number(li.dataset.number),
    take: Number(li.dataset.take),
    at: Number(li.dataset.at),
    frames: Number(li.dataset.frames),
    step: Number(li.dataset.step),
    fps: fps * Number(li.dataset.step),
    start: Number(li.dataset.start),
    end: Number(li.dataset.end),
    video: li.dataset.video,
    still: li.dataset.still,
    filmstrip: li.dataset.filmstrip,
    videoFrames: Number(li.dataset.videoFrames),
    ratio: Number(li.dataset.ratio) || undefined,
    prompt: li.querySelector(".shot__prompt")?.textContent,
    status: li.dataset.video ? "" : li.dataset.status,
  }))
  return { shots, fps, length: shots.reduce((sum, shot) => sum + shot.frames, 0) }
}

/* The shot at a frame of the cut; the last one at its end; undefined where there is none. */
export function shotAt(cut, frame) {
  return cut.shots.find((shot) => frame < shot.at + shot.frames) ?? cut.shots.at(-1)
}

/* The frame of the shot's video at a frame of the cut, and the first frame of the cut that shows it: the same sums as
   studio/media/rates.py. step: frames of the video per frame of the cut. */
export const videoFrame = (shot, frame) => shot.start + Math.min(Math.floor((frame - shot.at) * shot.step + TINY), shot.end - shot.start - 1)
export const cutFrame = (shot, n) => shot.at + Math.max(0, Math.min(Math.ceil((n - shot.start) / shot.step - TINY), shot.frames - 1))

export const within = (cut, frame) => Math.max(0, Math.min(frame, Math.max(0, cut.length - 1)))

/* In the middle of the frame, so that rounding never shows a neighbor. */
export const seconds = (n, fps) => (n + 0.5) / fps

/* "00:00:08:06", or "00:00:08;06" where frame numbers are dropped: as studio/media/timecode.py counts. */
export function timecode(frame, fps) {
  const rate = Math.round(fps)
  const dropped = DROPPED[fps.toFixed(2)] ?? 0 // numbers per minute, but not in each tenth
  const number = dropped ? numberDropFrame(frame, rate, dropped) : frame
  const two = (n) => String(n).padStart(2, "0")
  const whole = Math.floor(number / rate)
  const time = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map(two).join(":")
  return `${time}${dropped ? ";" : ":"}${two(number % rate)}`
}

function numberDropFrame(frame, rate, dropped) {
  const minute = rate * 60 - dropped
  const tenMinutes = minute * 10 + dropped
  const minutes = Math.max(0, Math.floor(((frame % tenMinutes) - dropped) / minute))
  return frame + dropped * (Math.floor(frame / tenMinutes) * 9 + minutes)
}
