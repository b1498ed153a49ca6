"""A film comes home whole or not at all, and a picture from an address is fetched safely."""

import gzip
import random
import secrets

import httpx
import pytest

from studio.media import MediaError, fetch
from tests.studio.scripted import Scripted, answer, drips, head, reset, says, says_then_resets

FILM = random.Random(7).randbytes(300_000)
TAG = '"v1"'


def download(server, folder, **changes):
    usual = {"max_bytes": 10**7, "deadline_s": 10, "allow_hosts": ["127.0.0.1"], "pause_s": 0}
    fetch.download(server.url + "/film.mp4", folder / "film.mp4", **(usual | changes))


def cut(at, **headers):
    return says(head(200, len(FILM), **headers) + FILM[:at])


def rest(start, *, tag=TAG, total=300_000, told=None):
    span = f"bytes {start if told is None else told}-{len(FILM) - 1}/{total}"
    return answer(206, FILM[start:], ETag=tag, Content_Range=span)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_film_is_stored_whole_under_its_name_alone(tmp_path):
    with Scripted(answer(200, FILM)) as server:
        download(server, tmp_path)
    assert names(tmp_path) == ["film.mp4"]
    assert (tmp_path / "film.mp4").read_bytes() == FILM


def test_a_film_without_a_length_is_stored_too(tmp_path):
    with Scripted(says(head(200) + FILM)) as server:
        download(server, tmp_path)
    assert (tmp_path / "film.mp4").read_bytes() == FILM


def test_no_key_and_no_cookie_goes_along(tmp_path):
    with Scripted(answer(302, Location="/film.mp4", Set_Cookie="a=b"), answer(200, FILM)) as server:
        download(server, tmp_path)
        asked = b"".join(server.heard).lower()
    assert b"authorization" not in asked and b"cookie" not in asked
    assert b"accept-encoding: identity" in asked


def test_progress_rises_to_the_whole(tmp_path):
    told = []
    with Scripted(answer(200, FILM)) as server:
        download(server, tmp_path, progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 2


def test_progress_is_told_even_where_the_length_is_not(tmp_path):
    told = []
    with Scripted(says(head(200) + FILM)) as server:
        download(server, tmp_path, progress=told.append)
    assert told[0] == 0.0 and told[-1] == 1.0


def test_progress_never_falls_when_a_film_begins_anew(tmp_path):
    told = []
    with Scripted(cut(200_000), answer(200, FILM)) as server:
        download(server, tmp_path, progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0


def test_a_name_that_is_taken_is_never_written_over(tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"mine")
    with Scripted(answer(200, FILM)) as server:
        with pytest.raises(FileExistsError):
            download(server, tmp_path)
        assert server.heard == []
    assert (tmp_path / "film.mp4").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "act", [cut(100_000, ETag=TAG), says_then_resets(head(200, len(FILM), ETag=TAG) + FILM[:100_000])]
)
def test_a_cut_film_is_mended_with_only_the_rest(tmp_path, act):
    def give_rest(caller, over):
        asked = server.mine.request.lower()
        start = int(asked.split(b"range: bytes=")[1].split(b"-")[0])
        rest(start)(caller, over)

    with Scripted(act, give_rest) as server:
        download(server, tmp_path)
        assert b'if-range: "v1"' in server.heard[1].lower()
    assert (tmp_path / "film.mp4").read_bytes() == FILM


@pytest.mark.parametrize("tag", [{}, {"ETag": 'W/"v1"'}, {"ETag": "v1"}, {"ETag": ""}])
def test_without_a_strong_tag_the_whole_is_asked_for_again(tmp_path, tag):
    with Scripted(cut(100_000, **tag), answer(200, FILM)) as server:
        download(server, tmp_path)
        assert b"range:" not in server.heard[1].lower()
    assert (tmp_path / "film.mp4").read_bytes() == FILM


def test_a_film_that_changed_meanwhile_begins_anew(tmp_path):
    with Scripted(cut(100_000, ETag=TAG), answer(200, FILM[::-1], ETag='"v2"')) as server:
        download(server, tmp_path)
    assert (tmp_path / "film.mp4").read_bytes() == FILM[::-1]


@pytest.mark.parametrize("unfit", [{"tag": '"v2"'}, {"tag": ""}, {"told": 3}, {"total": 17}, None, 416])
def test_a_rest_that_does_not_fit_is_thrown_away(tmp_path, unfit):
    def give_unfit(caller, over):
        start = int(server.mine.request.lower().split(b"range: bytes=")[1].split(b"-")[0])
        unspanned = answer(unfit or 206, FILM[start:], ETag=TAG)
        (rest(start, **unfit) if isinstance(unfit, dict) else unspanned)(caller, over)

    with Scripted(cut(100_000, ETag=TAG), give_unfit, answer(200, FILM)) as server:
        download(server, tmp_path)
        assert len(server.heard) == 3
        assert b"range:" not in server.heard[2].lower()
    assert (tmp_path / "film.mp4").read_bytes() == FILM


def test_a_partial_answer_that_nobody_asked_for_is_broken(tmp_path):
    with Scripted(rest(0)) as server, pytest.raises(fetch.Broken):
        download(server, tmp_path)
    assert names(tmp_path) == []


def test_a_film_that_stays_cut_is_broken_after_its_tries_and_leaves_nothing(tmp_path):
    with Scripted(cut(100_000)) as server:
        with pytest.raises(fetch.Broken):
            download(server, tmp_path)
        assert len(server.heard) == 3
    assert names(tmp_path) == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_expired_address_is_gone_at_once(tmp_path, status):
    with Scripted(answer(status, b"<Error/>")) as server:
        with pytest.raises(fetch.Gone):
            download(server, tmp_path)
        assert len(server.heard) == 1
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "act", [answer(500), answer(503), answer(429), answer(204), reset, says(b"SSH-2.0\r\n\r\n")]
)
def test_an_error_of_the_place_may_be_tried_later(tmp_path, act):
    with Scripted(act) as server, pytest.raises((fetch.NotReachable, fetch.Broken)):
        download(server, tmp_path)
    assert names(tmp_path) == []


def test_a_place_that_recovers_is_enough(tmp_path):
    with Scripted(answer(503), reset, answer(200, FILM)) as server:
        download(server, tmp_path)
    assert (tmp_path / "film.mp4").read_bytes() == FILM


def test_a_drip_ends_with_the_time_given(tmp_path):
    with Scripted(drips(head(200, 10**6))) as server, pytest.raises(fetch.NotReachable):
        download(server, tmp_path, deadline_s=0.4)
    assert names(tmp_path) == []


@pytest.mark.parametrize("act", [answer(200, FILM), says(head(200) + FILM)], ids=["told", "untold"])
def test_a_film_that_is_too_large_is_left_there(tmp_path, act):
    with Scripted(act) as server:
        with pytest.raises(fetch.TooLarge):
            download(server, tmp_path, max_bytes=200_000)
        assert len(server.heard) == 1
    assert names(tmp_path) == []


def test_a_packed_answer_is_broken(tmp_path):
    with (
        Scripted(answer(200, gzip.compress(FILM), Content_Encoding="gzip")) as server,
        pytest.raises(fetch.Broken),
    ):
        download(server, tmp_path)


def test_what_the_check_refuses_never_gets_the_name(tmp_path):
    def refuse(path):
        assert path.read_bytes() == FILM and not (tmp_path / "film.mp4").exists()
        raise MediaError("This is no film.")

    with Scripted(answer(200, FILM)) as server, pytest.raises(MediaError):
        download(server, tmp_path, check=refuse)
    assert names(tmp_path) == []


def test_a_disk_with_too_little_room_is_noticed_before_it_is_full(tmp_path):
    with Scripted(answer(200, FILM)) as server, pytest.raises(fetch.NoRoom):
        download(server, tmp_path, min_free=10**18)
    assert names(tmp_path) == []


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(secrets, "token_hex", lambda n: "full")
    (tmp_path / "film.mp4.full.part").symlink_to("/dev/full")
    with Scripted(answer(200, FILM)) as server, pytest.raises(fetch.NoRoom):
        download(server, tmp_path)
    assert names(tmp_path) == []


def test_three_redirects_are_followed_and_four_are_not(tmp_path):
    hop = answer(302, Location="/on")
    with Scripted(hop, hop, hop, answer(200, FILM)) as server:
        download(server, tmp_path)
    with Scripted(hop, hop, hop, hop, answer(200, FILM)) as server:
        with pytest.raises(fetch.Closed):
            download(server, tmp_path / "nowhere")
        assert len(server.heard) == 4


def test_an_encrypted_address_never_leads_to_an_open_one():
    here = httpx.URL("https://cdn.example/film.mp4")
    with pytest.raises(fetch.Closed):
        fetch.follow_redirect(here, "http://cdn.example/film.mp4")
    assert fetch.follow_redirect(here, "/other.mp4") == "https://cdn.example/other.mp4"
    assert fetch.follow_redirect(httpx.URL("http://a.example/"), "https://b.example/") == "https://b.example/"


def test_a_redirect_into_the_private_network_is_closed(tmp_path):
    with (
        Scripted(answer(302, Location="http://169.254.169.254/latest/")) as server,
        pytest.raises(fetch.Closed),
    ):
        download(server, tmp_path)


# Pictures


def test_a_picture_is_read_into_memory():
    with Scripted(answer(200, FILM)) as server:
        assert fetch.read_image(server.url, allow_hosts=["127.0.0.1"]) == FILM


@pytest.mark.parametrize(
    "act",
    [
        reset,
        answer(404),
        answer(500),
        answer(204),
        cut(1000),
        drips(head(200, 10**6)),
        answer(302, Location="http://10.0.0.1/"),
    ],
    ids=["reset", "404", "500", "204", "cut", "drip", "private"],
)
def test_whatever_was_in_the_way_of_a_picture_has_the_same_words(act):
    with Scripted(act) as server, pytest.raises(fetch.NoPicture) as caught:
        fetch.read_image(server.url, allow_hosts=["127.0.0.1"], deadline_s=0.5)
    assert str(caught.value) == fetch.NO_PICTURE


@pytest.mark.parametrize("act", [answer(200, FILM), says(head(200) + FILM)], ids=["told", "untold"])
def test_a_picture_that_is_too_large_says_so(act):
    with Scripted(act) as server, pytest.raises(fetch.NoPicture, match="larger"):
        fetch.read_image(server.url, allow_hosts=["127.0.0.1"], max_bytes=200_000)
