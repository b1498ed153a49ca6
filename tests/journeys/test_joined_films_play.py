"""A video that is partly copied and partly encoded plays every frame in order in a real browser."""

import pytest

from studio.media.stitch import Segment, stitch
from tests.studio.media.numbered import BITS, numbered

pytestmark = pytest.mark.browser
READ = """async ([frames, bits]) => {
  const film = document.querySelector("video"), canvas = document.createElement("canvas")
  if (film.readyState < 2) await new Promise((done, no) => { film.onloadeddata = done; film.onerror = () => no(film.error.message) })
  canvas.width = film.videoWidth; canvas.height = film.videoHeight
  const paper = canvas.getContext("2d", { willReadFrequently: true }), block = film.videoWidth / bits, found = []
  for (let n = 0; n < frames; n++) {
    const drawn = new Promise((done) => film.requestVideoFrameCallback(done))
    film.currentTime = (n + 0.5) / 24
    await drawn // "seeked" may come before the picture does
    await new Promise((done) => setTimeout(done, 10))
    paper.drawImage(film, 0, 0)
    const row = paper.getImageData(0, film.videoHeight / 2, film.videoWidth, 1).data
    let number = 0
    for (let bit = 0; bit < bits; bit++) if (row[Math.floor(bit * block + block / 2) * 4 + 1] > 110) number += 2 ** bit
    found.push(number)
  }
  return found
}"""  # noqa: E501


def test_every_frame_is_shown_across_copied_and_encoded_segments(chromium, tmp_path):
    videos = [numbered(tmp_path / f"{first}.mp4", first, 60) for first in (0, 1000, 2000)]
    segments = [
        Segment(videos[0], 0, 59),
        Segment(videos[1], 7, 55),
        Segment(videos[2], 0, 60),
        Segment(videos[0], 30, 31),
    ]
    target = tmp_path / "cut.mp4"
    frames = stitch(segments, target)
    page = chromium.new_page()
    page.route("http://film.test/cut.mp4", lambda route: served(route, target))
    page.route(
        "http://film.test/",
        lambda route: route.fulfill(body='<video src="cut.mp4" muted></video>', content_type="text/html"),
    )
    page.goto("http://film.test/")
    found = page.evaluate(READ, [frames, BITS])
    page.close()
    assert found == [*range(59), *range(1007, 1055), *range(2000, 2060), 30]


def served(route, path):
    """Serve ranges, because Chromium seeks only then."""
    data = path.read_bytes()
    wanted = route.request.headers.get("range", "bytes=0-")
    start = int(wanted.removeprefix("bytes=").split("-")[0])
    headers = {
        "Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}",
        "Accept-Ranges": "bytes",
        "Content-Type": "video/mp4",
    }
    route.fulfill(status=206, body=data[start:], headers=headers)
