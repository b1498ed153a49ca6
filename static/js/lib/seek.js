/* Moves a video to a time. One whose length isn't known yet is moved as soon as it is: WebKit never plays a video that
   was moved before. */
const HAS_LENGTH = 1 // HAVE_METADATA
const HAS_PICTURE = 2 // HAVE_CURRENT_DATA
const wanted = new WeakMap()

export function seek(video, time_s) {
  if (video.readyState >= HAS_LENGTH) {
    wanted.delete(video)
    video.currentTime = time_s
    return
  }
  if (!wanted.has(video)) video.addEventListener("loadedmetadata", () => wanted.has(video) && seek(video, wanted.get(video)), { once: true })
  wanted.set(video, time_s)
}

/* Where the video is, or will be once it is loaded. */
export const timeOf = (video) => wanted.get(video) ?? video.currentTime

/* Whether the video shows the picture that it was moved to. */
export const isThere = (video) => video.readyState >= HAS_PICTURE && !video.seeking && !wanted.has(video)
