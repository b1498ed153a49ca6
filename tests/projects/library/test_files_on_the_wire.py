"""Files over a real socket and in a real browser."""

import http.client
import socket
import uuid

import pytest

from studio.web.ranges import MIB
from tests.running import open_files

pytestmark = pytest.mark.slow


def test_ranges_arrive_byte_for_byte(web):
    video = web.video.read_bytes()
    assert len(video) > 2 * MIB
    status, headers, whole = web.ask(web.path("film.mp4"))
    assert (status, whole) == (200, video)
    for asked, start, end in (
        ("bytes=0-0", 0, 1),
        ("bytes=100-65999", 100, 66_000),
        (f"bytes={len(video) - 5}-", len(video) - 5, len(video)),
        ("bytes=-7", len(video) - 7, len(video)),
        ("bytes=0-", 0, 2 * MIB),
        (f"bytes=9-{len(video)}", 9, 2 * MIB + 9),
    ):
        status, headers, part = web.ask(web.path("film.mp4"), Range=asked)
        assert (status, headers["Content-Range"]) == (206, f"bytes {start}-{end - 1}/{len(video)}")
        assert part == video[start:end]
        assert headers["Content-Length"] == str(end - start)


def test_a_video_can_be_joined_from_its_ranges(web):
    video, parts = web.video.read_bytes(), b""
    _, headers, _ = web.ask(web.path("film.mp4"), "HEAD")
    while len(parts) < int(headers["Content-Length"]):
        status, _, part = web.ask(
            web.path("film.mp4"), Range=f"bytes={len(parts)}-", If_Range=headers["ETag"]
        )
        assert status == 206
        parts += part
    assert parts == video


def test_conditional_requests_work(web):
    size = web.video.stat().st_size
    status, headers, body = web.ask(web.path("film.mp4"), "HEAD", Range="bytes=0-3")
    assert (status, headers["Content-Length"], body) == (200, str(size), b"")
    tag = headers["ETag"]
    assert web.ask(web.path("film.mp4"), If_None_Match=tag)[::2] == (304, b"")
    status, headers, body = web.ask(web.path("film.mp4"), Range=f"bytes={size}-")
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{size}", b"")
    assert web.ask(web.path("film.mp4"), Range="bytes=0-3", If_Range=tag)[0] == 206
    assert web.ask(web.path("film.mp4"), Range="bytes=0-3", If_Range='"old"')[0] == 200
    assert web.ask(web.path("film.mp4"), Range="bytes=0-3,8-9")[0] == 200


def test_one_connection_serves_one_range_after_the_other(web):
    video = web.video.read_bytes()
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    for start in range(0, 1_000_000, 100_000):
        headers = {"Cookie": web.cookies("owner"), "Range": f"bytes={start}-{start + 99_999}"}
        connection.request("GET", web.path("film.mp4"), headers=headers)
        assert connection.getresponse().read() == video[start : start + 100_000]
    connection.close()


def test_a_reader_that_stops_leaves_no_open_file(web):
    request = (
        f"GET {web.path('film.mp4')} HTTP/1.1\r\nHost: localhost\r\nCookie: {web.cookies('owner')}\r\n\r\n"
    )
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", web.port)) as connection:
            connection.sendall(request.encode())
            connection.recv(1000)

    def still_open():
        return [target for target, _ in open_files(web.pid) if target == str(web.video.resolve())]

    web.wait_until(lambda: not still_open())


def test_outsiders_get_nothing(web):
    foreign = web.ask(web.path("film.mp4"), who="outsider", Range="bytes=0-3")
    missing = web.ask(web.path("film.mp4").replace(web.clip, str(uuid.uuid4())), Range="bytes=0-3")
    assert (foreign[0], missing[0]) == (404, 404)
    assert web.ask(web.path("film.mp4"), who="")[0] == 302
    assert web.ask(web.path("film.mp4"), who="viewer", Range="bytes=0-3")[0] == 206


@pytest.mark.parametrize(
    "name",
    ["../film.mp4", "..%2f..%2f..%2fsecret_key", "%2e%2e/%2e%2e/secret_key", "film.mp4%00", "%c0%ae%c0%ae/x"],
)
def test_path_tricks_are_404(web, name):
    assert web.ask(web.path(name))[0] == 404


def test_a_provider_fetches_a_frame_without_an_account(web):
    frame = (web.video.parent / "last.png").read_bytes()
    status, headers, body = web.ask(web.keyframe, who="")
    assert (status, headers["Content-Type"], body) == (200, "image/png", frame)
    assert "Set-Cookie" not in headers
    status, headers, body = web.ask(web.keyframe, "HEAD", who="")
    assert (status, headers["Content-Length"], body) == (200, str(len(frame)), b"")
    assert web.ask(web.keyframe, who="", Range="bytes=8-20")[2] == frame[8:21]
    token = web.keyframe.split("/")[2]
    for wrong in (token[:-1], token + "x", token.replace(".last.", ".first."), "x", "%00"):
        assert web.ask(web.keyframe.replace(token, wrong), who="")[0] == 404


@pytest.mark.browser
def test_chromium_seeks_in_a_video(web, chromium):
    url = f"http://127.0.0.1:{web.port}"
    context = chromium.new_context()
    context.add_cookies([{"name": "dailies", "value": web.sessions["owner"], "url": url}])
    page = context.new_page()
    page.goto(f"{url}/healthz")
    seen = page.evaluate(
        """async (path) => {
            const video = document.createElement("video")
            video.src = path
            video.muted = true
            document.body.append(video)
            await new Promise((done, fail) => { video.onloadedmetadata = done; video.onerror = fail })
            const begins = video.seekable.end(0)
            video.currentTime = 3.5
            await new Promise((done) => { video.onseeked = done })
            while (video.readyState < 2) await new Promise((done) => setTimeout(done, 20))
            return { end: begins, at: video.currentTime, ready: video.readyState, wide: video.videoWidth }
        }""",
        web.path("film.mp4"),
    )
    context.close()
    assert seen["end"] == pytest.approx(4, abs=0.1)
    assert (seen["at"], seen["wide"]) == (3.5, 320)
    assert seen["ready"] >= 2
