/* One resumable upload of a film, and what there is to say about it. */
import { csrf } from "./upload.js";

const SUFFIXES = /\.(mp4|m4v|mov|webm|mkv)$/i
const MB = 1e6
const AGAIN_AFTER_MS = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000]

/* Start the upload of a file, or go on with one of the same file that was interrupted. */
export function createUpload(file, options) {
  const upload = new window.tus.Upload(file, {
    ...options,
    retryDelays: AGAIN_AFTER_MS,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name },
    headers: { "X-CSRFToken": csrf() },
  })
  upload.findPreviousUploads().then(([previous]) => {
    if (previous) upload.resumeFromPreviousUpload(previous)
    upload.start()
  })
  return upload
}

/* Return true for a film, or for what is being dragged if it may be one: a browser does not know every type. */
export function isFilm(dragged) {
  if (dragged instanceof File) return SUFFIXES.test(dragged.name) || dragged.type.startsWith("video/")
  const files = [...dragged.items].filter((item) => item.kind === "file")
  return files.length > 0 && files.every((item) => item.type.startsWith("video/") || !item.type)
}

/* Return why a file can't be imported, or "". */
export function findProblem(file, maxMb) {
  if (!isFilm(file)) return "Choose an MP4, MOV, WebM or MKV film."
  if (file.size === 0) return "This file is empty."
  if (file.size > maxMb * MB) return `This film is larger than ${maxMb} MB, the most that can be imported.`
  return ""
}

/* Return the server's sentence, or what the lack of an answer means. */
export function sentenceFor(error) {
  const response = error.originalResponse
  if (!response) return "The studio can't be reached. What has arrived is kept for a day."
  const status = response.getStatus()
  const isSentence = response.getHeader("Content-Type")?.startsWith("text/plain") && status !== 500
  return isSentence ? response.getBody() : "The upload didn't work. What has arrived is kept for a day."
}
