/* A shot's filmstrip: as many of its ten stored pictures as there is room for, from the frames that it shows. */

const TILES = 10

export function drawTiles(shot, width) {
  const { filmstrip, start, end, videoFrames, ratio } = shot.dataset
  if (!filmstrip) return
  const tile = shot.querySelector(".shot__frames").clientHeight * Number(ratio)
  const count = Math.max(1, Math.min(40, Math.ceil(width / tile)))
  const drawn = [filmstrip, start, end, count].join(" ")
  if (shot.tilesDrawn === drawn && shot.querySelector(".shot__tiles")) return place(shot, tile, width / count)
  shot.tilesDrawn = drawn
  const row = document.createElement("span")
  row.className = "shot__tiles"
  for (let n = 0; n < count; n++) {
    const frame = Number(start) + ((n + 0.5) / count) * (Number(end) - Number(start))
    const one = document.createElement("i")
    one.dataset.tile = Math.min(TILES - 1, Math.round((frame / Number(videoFrames)) * (TILES - 1)))
    one.style.setProperty("background-image", `url("${filmstrip}")`)
    row.append(one)
  }
  shot.querySelector(".shot__frames").replaceChildren(row)
  place(shot, tile, width / count)
}

/* Each box shows the middle of its picture. */
function place(shot, tile, box) {
  for (const one of shot.querySelectorAll(".shot__tiles i")) one.style.setProperty("--x", `${-one.dataset.tile * tile - (tile - box) / 2}px`)
}
