"""Check that downloads are complete or leave nothing, and that images are fetched safely."""

import gzip
import random
import secrets

import httpx
import pytest

from studio.media import MediaError, fetch
from tests.studio.scripted import Scripted, answer, drip, head, reset, send, send_then_reset

CONTENT = random.Random(7).randbytes(300_000)
TAG = '"v1"'


def download(server, folder, **changes):
    usual = {"max_bytes": 10**7, "deadline_s": 10, "allow_hosts": ["127.0.0.1"], "pause_s": 0}
    fetch.download(server.url + "/video.mp4", folder / "video.mp4", **(usual | changes))


def send_part(at, **headers):
    return send(head(200, len(CONTENT), **headers) + CONTENT[:at])


def rest(start, *, tag=TAG, total=300_000, stated=None):
    span = f"bytes {start if stated is None else stated}-{len(CONTENT) - 1}/{total}"
    return answer(206, CONTENT[start:], ETag=tag, Content_Range=span)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_download_leaves_only_the_complete_file(tmp_path):
    with Scripted(answer(200, CONTENT)) as server:
        download(server, tmp_path)
    assert names(tmp_path) == ["video.mp4"]
    assert (tmp_path / "video.mp4").read_bytes() == CONTENT


def test_a_download_needs_no_content_length(tmp_path):
    with Scripted(send(head(200) + CONTENT)) as server:
        download(server, tmp_path)
    assert (tmp_path / "video.mp4").read_bytes() == CONTENT


def test_no_key_and_no_cookie_is_sent(tmp_path):
    with Scripted(answer(302, Location="/video.mp4", Set_Cookie="a=b"), answer(200, CONTENT)) as server:
        download(server, tmp_path)
        sent = b"".join(server.requests).lower()
    assert b"authorization" not in sent and b"cookie" not in sent
    assert b"accept-encoding: identity" in sent


def test_progress_rises_to_1(tmp_path):
    reported = []
    with Scripted(answer(200, CONTENT)) as server:
        download(server, tmp_path, progress=reported.append)
    assert reported == sorted(reported) and reported[-1] == 1.0 and len(reported) > 2


def test_progress_is_reported_without_a_content_length(tmp_path):
    reported = []
    with Scripted(send(head(200) + CONTENT)) as server:
        download(server, tmp_path, progress=reported.append)
    assert reported[0] == 0.0 and reported[-1] == 1.0


def test_progress_never_falls_when_a_download_restarts(tmp_path):
    reported = []
    with Scripted(send_part(200_000), answer(200, CONTENT)) as server:
        download(server, tmp_path, progress=reported.append)
    assert reported == sorted(reported) and reported[-1] == 1.0


def test_an_existing_file_is_never_overwritten(tmp_path):
    (tmp_path / "video.mp4").write_bytes(b"mine")
    with Scripted(answer(200, CONTENT)) as server:
        with pytest.raises(FileExistsError):
            download(server, tmp_path)
        assert server.requests == []
    assert (tmp_path / "video.mp4").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "act",
    [send_part(100_000, ETag=TAG), send_then_reset(head(200, len(CONTENT), ETag=TAG) + CONTENT[:100_000])],
)
def test_an_interrupted_download_continues_with_the_rest(tmp_path, act):
    def give_rest(caller, over):
        request = server.mine.request.lower()
        start = int(request.split(b"range: bytes=")[1].split(b"-")[0])
        rest(start)(caller, over)

    with Scripted(act, give_rest) as server:
        download(server, tmp_path)
        assert b'if-range: "v1"' in server.requests[1].lower()
    assert (tmp_path / "video.mp4").read_bytes() == CONTENT


@pytest.mark.parametrize("tag", [{}, {"ETag": 'W/"v1"'}, {"ETag": "v1"}, {"ETag": ""}])
def test_without_a_strong_etag_the_download_restarts(tmp_path, tag):
    with Scripted(send_part(100_000, **tag), answer(200, CONTENT)) as server:
        download(server, tmp_path)
        assert b"range:" not in server.requests[1].lower()
    assert (tmp_path / "video.mp4").read_bytes() == CONTENT


def test_a_changed_file_is_downloaded_from_the_start(tmp_path):
    with Scripted(send_part(100_000, ETag=TAG), answer(200, CONTENT[::-1], ETag='"v2"')) as server:
        download(server, tmp_path)
    assert (tmp_path / "video.mp4").read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize("unfit", [{"tag": '"v2"'}, {"tag": ""}, {"stated": 3}, {"total": 17}, None, 416])
def test_a_rest_that_does_not_fit_is_discarded(tmp_path, unfit):
    def give_unfit(caller, over):
        start = int(server.mine.request.lower().split(b"range: bytes=")[1].split(b"-")[0])
        unspanned = answer(unfit or 206, CONTENT[start:], ETag=TAG)
        (rest(start, **unfit) if isinstance(unfit, dict) else unspanned)(caller, over)

    with Scripted(send_part(100_000, ETag=TAG), give_unfit, answer(200, CONTENT)) as server:
        download(server, tmp_path)
        assert len(server.requests) == 3
        assert b"range:" not in server.requests[2].lower()
    assert (tmp_path / "video.mp4").read_bytes() == CONTENT


def test_an_unrequested_partial_answer_is_broken(tmp_path):
    with Scripted(rest(0)) as server, pytest.raises(fetch.Broken):
        download(server, tmp_path)
    assert names(tmp_path) == []


def test_after_its_tries_an_interrupted_download_leaves_nothing(tmp_path):
    with Scripted(send_part(100_000)) as server:
        with pytest.raises(fetch.Broken):
            download(server, tmp_path)
        assert len(server.requests) == 3
    assert names(tmp_path) == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_expired_url_is_gone_at_once(tmp_path, status):
    with Scripted(answer(status, b"<Error/>")) as server:
        with pytest.raises(fetch.Gone):
            download(server, tmp_path)
        assert len(server.requests) == 1
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "act", [answer(500), answer(503), answer(429), answer(204), reset, send(b"SSH-2.0\r\n\r\n")]
)
def test_a_server_error_may_be_retried_later(tmp_path, act):
    with Scripted(act) as server, pytest.raises((fetch.NotReachable, fetch.Broken)):
        download(server, tmp_path)
    assert names(tmp_path) == []


def test_a_server_that_recovers_delivers_the_file(tmp_path):
    with Scripted(answer(503), reset, answer(200, CONTENT)) as server:
        download(server, tmp_path)
    assert (tmp_path / "video.mp4").read_bytes() == CONTENT


def test_a_dripping_download_ends_at_the_deadline(tmp_path):
    with Scripted(drip(head(200, 10**6))) as server, pytest.raises(fetch.NotReachable):
        download(server, tmp_path, deadline_s=0.4)
    assert names(tmp_path) == []


@pytest.mark.parametrize("act", [answer(200, CONTENT), send(head(200) + CONTENT)], ids=["stated", "unstated"])
def test_a_file_that_is_too_large_is_not_stored(tmp_path, act):
    with Scripted(act) as server:
        with pytest.raises(fetch.TooLarge):
            download(server, tmp_path, max_bytes=200_000)
        assert len(server.requests) == 1
    assert names(tmp_path) == []


def test_a_compressed_answer_is_broken(tmp_path):
    with (
        Scripted(answer(200, gzip.compress(CONTENT), Content_Encoding="gzip")) as server,
        pytest.raises(fetch.Broken),
    ):
        download(server, tmp_path)


def test_a_file_that_fails_the_check_is_not_stored(tmp_path):
    def refuse(path):
        assert path.read_bytes() == CONTENT and not (tmp_path / "video.mp4").exists()
        raise MediaError("This is not a video.")

    with Scripted(answer(200, CONTENT)) as server, pytest.raises(MediaError):
        download(server, tmp_path, check=refuse)
    assert names(tmp_path) == []


def test_a_nearly_full_disk_stops_the_download(tmp_path):
    with Scripted(answer(200, CONTENT)) as server, pytest.raises(fetch.NoRoom):
        download(server, tmp_path, min_free=10**18)
    assert names(tmp_path) == []


def test_a_disk_that_fills_up_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(secrets, "token_hex", lambda n: "full")
    (tmp_path / "video.mp4.full.part").symlink_to("/dev/full")
    with Scripted(answer(200, CONTENT)) as server, pytest.raises(fetch.NoRoom):
        download(server, tmp_path)
    assert names(tmp_path) == []


def test_three_redirects_are_followed_and_four_are_not(tmp_path):
    hop = answer(302, Location="/on")
    with Scripted(hop, hop, hop, answer(200, CONTENT)) as server:
        download(server, tmp_path)
    with Scripted(hop, hop, hop, hop, answer(200, CONTENT)) as server:
        with pytest.raises(fetch.Closed):
            download(server, tmp_path / "nowhere")
        assert len(server.requests) == 4


def test_https_never_redirects_to_http():
    here = httpx.URL("https://cdn.example/video.mp4")
    with pytest.raises(fetch.Closed):
        fetch.follow_redirect(here, "http://cdn.example/video.mp4")
    assert fetch.follow_redirect(here, "/other.mp4") == "https://cdn.example/other.mp4"
    assert fetch.follow_redirect(httpx.URL("http://a.example/"), "https://b.example/") == "https://b.example/"


def test_a_redirect_into_a_private_network_is_refused(tmp_path):
    with (
        Scripted(answer(302, Location="http://169.254.169.254/latest/")) as server,
        pytest.raises(fetch.Closed),
    ):
        download(server, tmp_path)


@pytest.mark.parametrize(
    "url", ["http://xn--/", "http://xn--a.xn--/lamp.png", "https://[::1/", "http://\udc80/"]
)
def test_a_url_whose_host_cannot_be_decoded_is_refused(tmp_path, url):
    """Entered, and as the target of a redirect."""
    with pytest.raises(fetch.NoPicture):
        fetch.read_image(url)
    with pytest.raises(fetch.Closed):
        fetch.follow_redirect(httpx.URL("http://a.example/"), url)


# Pictures


def test_an_image_is_read_into_memory():
    with Scripted(answer(200, CONTENT)) as server:
        assert fetch.read_image(server.url, allow_hosts=["127.0.0.1"]) == CONTENT


@pytest.mark.parametrize(
    "act",
    [
        reset,
        answer(404),
        answer(500),
        answer(204),
        send_part(1000),
        drip(head(200, 10**6)),
        answer(302, Location="http://10.0.0.1/"),
    ],
    ids=["reset", "404", "500", "204", "cut", "drip", "private"],
)
def test_every_failure_to_read_an_image_has_the_same_message(act):
    with Scripted(act) as server, pytest.raises(fetch.NoPicture) as caught:
        fetch.read_image(server.url, allow_hosts=["127.0.0.1"], deadline_s=0.5)
    assert str(caught.value) == fetch.NO_PICTURE


@pytest.mark.parametrize("act", [answer(200, CONTENT), send(head(200) + CONTENT)], ids=["stated", "unstated"])
def test_an_image_that_is_too_large_is_named_as_such(act):
    with Scripted(act) as server, pytest.raises(fetch.NoPicture, match="larger"):
        fetch.read_image(server.url, allow_hosts=["127.0.0.1"], max_bytes=200_000)
