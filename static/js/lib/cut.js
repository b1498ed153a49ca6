/* The cut as arithmetic: which frame of which video is shown at a frame of the cut. The shots are read from the
   page; the same sums as projects/timeline/shots.py. */

/* source: the element that holds the shots. */
export function readCut(source) {
  const shots = [...source.querySelectorAll(".shot")].map((li) => ({
    id: li.dataset.shot,
    number: Number(li.dataset.number),
    take: Number(li.dataset.take),
    at: Number(li.dataset.at),
    frames: Number(li.dataset.frames),
    start: Number(li.dataset.start),
    videoFrames: Number(li.dataset.videoFrames),
    video: li.dataset.video,
    still: li.dataset.still,
    prompt: li.querySelector(".shot__prompt")?.textContent,
    status: li.dataset.video ? "" : li.dataset.status,
  }))
  const fps = Number(source.dataset.fpsNum) / Number(source.dataset.fpsDen)
  return { shots, fps, length: shots.reduce((sum, shot) => sum + shot.frames, 0) }
}

/* The shot at a frame of the cut; the last one at its end; undefined where there is none. */
export function shotAt(cut, frame) {
  return cut.shots.find((shot) => frame < shot.at + shot.frames) ?? cut.shots.at(-1)
}

export const videoFrame = (shot, frame) => shot.start + frame - shot.at
export const within = (cut, frame) => Math.max(0, Math.min(frame, Math.max(0, cut.length - 1)))

/* In the middle of the frame, so that rounding never shows a neighbor. */
export const seconds = (n, fps) => (n + 0.5) / fps

/* "00:00:08:06"; frames of the nominal rate, as studio/media/timecode.py counts them. */
export function timecode(frame, fps) {
  const rate = Math.round(fps)
  const two = (n) => String(n).padStart(2, "0")
  const whole = Math.floor(frame / rate)
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60, frame % rate].map(two).join(":")
}
