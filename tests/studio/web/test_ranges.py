"""Check which ranges of a file can be requested, and what is returned."""

import io
import os
from wsgiref.util import FileWrapper

import pytest
from django.http import Http404
from django.test import RequestFactory

from studio.web import ranges
from studio.web.ranges import MIB, Slice, Span, parse_range, respond_with_file

LETTERS = b"abcdefghijklmnopqrstuvwxyz"
ask = RequestFactory()


@pytest.fixture
def letters(tmp_path):
    path = tmp_path / "letters.mp4"
    path.write_bytes(LETTERS)
    return path


def got(request, path, **how):
    response = respond_with_file(request, path, "video/mp4", **how)
    return response, b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=0-", Span(0, 26)),
        ("bytes=25-", Span(25, 26)),
        ("bytes=3-7", Span(3, 8)),
        ("BYTES=3-7", Span(3, 8)),
        ("bytes=20-900", Span(20, 26)),
        ("bytes=-1", Span(25, 26)),
        ("bytes=-26", Span(0, 26)),
        ("bytes=-900", Span(0, 26)),
    ],
)
def test_one_range_is_parsed(header, span):
    assert parse_range(header, 26) == span


@pytest.mark.parametrize("header", ["bytes=26-", "bytes=26-30", "bytes=-0", "bytes=99999999999999999999999-"])
def test_a_range_outside_the_file_is_empty(header):
    span = parse_range(header, 26)
    assert span is not None and len(span) == 0


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=7-3",
        "bytes=0-1,4-5",
        "bytes=a-b",
        "bytes=0x1-2",
        "lines=0-3",
        "bytes=+1-2",
        "bytes=--1",
        "bytes=1-2-3",
        "bytes=1 - 2",
        "bytes=\u0661-\u0662",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_anything_else_selects_the_whole_file(header, letters):
    assert parse_range(header, 26) is None
    response, body = got(ask.get("/", headers={"Range": header}), letters)
    assert (response.status_code, body) == (200, LETTERS)


def test_a_whole_file_announces_ranges(letters):
    response, body = got(ask.get("/"), letters)
    assert (response.status_code, body) == (200, LETTERS)
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == "26"
    assert response["Content-Type"] == "video/mp4"
    assert "Content-Range" not in response


def test_a_range_returns_exactly_those_bytes(letters):
    response, body = got(ask.get("/", headers={"Range": "bytes=3-7"}), letters)
    assert (response.status_code, body) == (206, b"defgh")
    assert (response["Content-Range"], response["Content-Length"]) == ("bytes 3-7/26", "5")


def test_a_range_of_the_whole_file_is_still_partial_content(letters):
    response, body = got(ask.get("/", headers={"Range": "bytes=0-"}), letters)
    assert (response.status_code, response["Content-Range"], body) == (206, "bytes 0-25/26", LETTERS)


def test_a_range_outside_the_file_is_refused_with_the_length(letters):
    response, body = got(ask.get("/", headers={"Range": "bytes=26-"}), letters)
    assert (response.status_code, response["Content-Range"], body) == (416, "bytes */26", b"")


def test_an_empty_file_has_no_ranges(tmp_path):
    path = tmp_path / "empty.mp4"
    path.touch()
    assert got(ask.get("/"), path)[1] == b""
    assert got(ask.get("/", headers={"Range": "bytes=0-"}), path)[0].status_code == 416


def test_head_returns_the_same_headers_without_a_body(letters):
    whole, _ = got(ask.get("/"), letters)
    response, body = got(ask.head("/", headers={"Range": "bytes=3-7"}), letters)
    assert (response.status_code, body) == (200, b"")
    assert {**response.headers} == {**whole.headers}


def test_players_get_two_mebibytes_and_downloads_everything(tmp_path):
    path = tmp_path / "long.mp4"
    path.write_bytes(os.urandom(3 * MIB))
    everything = ask.get("/", headers={"Range": "bytes=10-"})
    response, body = got(everything, path)
    assert response["Content-Range"] == f"bytes 10-{2 * MIB + 9}/{3 * MIB}"
    assert body == path.read_bytes()[10 : 2 * MIB + 10]
    for how in ({"download_name": "long.mp4"}, {"max_bytes": None}):
        assert len(got(everything, path, **how)[1]) == 3 * MIB - 10
    assert len(got(ask.get("/"), path)[1]) == 3 * MIB


@pytest.mark.parametrize("known", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_a_cached_file_is_not_modified(letters, known):
    tag = got(ask.get("/"), letters)[0]["ETag"]
    headers = {"If-None-Match": known.format(tag=tag), "Range": "bytes=0-3"}
    response, body = got(ask.get("/", headers=headers), letters)
    assert (response.status_code, response["ETag"], body) == (304, tag, b"")
    assert "Content-Type" not in response


def test_a_changed_file_is_sent_again(letters):
    old = got(ask.get("/"), letters)[0]["ETag"]
    letters.write_bytes(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    os.utime(letters, ns=(1, 1))
    response, body = got(ask.get("/", headers={"If-None-Match": old}), letters)
    assert (response.status_code, body[:3]) == (200, b"ABC")
    assert response["ETag"] != old


@pytest.mark.parametrize(
    ("condition", "status"),
    [("{tag}", 206), ('"other"', 200), ("W/{tag}", 200), ("Sun, 22 Nov 2026 10:00:00 GMT", 200)],
)
def test_if_range_sends_a_part_only_of_the_same_file(letters, condition, status):
    tag = got(ask.get("/"), letters)[0]["ETag"]
    headers = {"Range": "bytes=3-7", "If-Range": condition.format(tag=tag)}
    assert got(ask.get("/", headers=headers), letters)[0].status_code == status


@pytest.mark.parametrize(
    "headers", [{}, {"Range": "bytes=0-3"}, {"Range": "bytes=99-"}, {"If-None-Match": "*"}]
)
def test_a_file_can_run_nothing_in_a_browser(letters, headers):
    response, _ = got(ask.get("/", headers=headers), letters)
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private"


def test_download_names_may_contain_any_letters(letters):
    response, _ = got(ask.get("/"), letters, download_name='Lüne "1"\r\nX: y.mp4')
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''L%C3%BCne%20%221%22")
    assert "\n" not in response["Content-Disposition"]


def test_a_missing_file_is_404(tmp_path):
    for path in (tmp_path / "none.mp4", tmp_path, tmp_path / "nul\0.mp4"):
        with pytest.raises(Http404):
            respond_with_file(ask.get("/"), path, "video/mp4")


def test_a_front_server_gets_only_the_name(settings, tmp_path):
    settings.ACCEL, settings.MEDIA_ROOT = "/inside/", tmp_path
    path = tmp_path / "clips" / "a b.mp4"
    path.parent.mkdir()
    path.write_bytes(LETTERS)
    response, body = got(ask.get("/", headers={"Range": "bytes=0-3"}), path)
    assert (response["X-Accel-Redirect"], body) == ("/inside/clips/a%20b.mp4", b"")
    assert (response.status_code, response["Content-Type"]) == (200, "video/mp4")
    assert "Content-Range" not in response and "Content-Length" not in response


def test_a_slice_reads_like_a_separate_file(letters):
    part = Slice(letters.open("rb"), 3, 5)
    assert part.read() == b"defgh" and part.read() == b""
    assert part.seek(-2, os.SEEK_END) == 3 and part.read(99) == b"gh"
    assert part.seek(1) == 1 and part.seek(1, os.SEEK_CUR) == 2 and part.read(1) == b"f"
    assert part.seek(99) == 99 and part.read() == b""
    part.seek(0)
    assert b"".join(FileWrapper(part, 2)) == b"defgh"
    part.close()
    assert part.closed and part.file.closed


@pytest.mark.django_db  # the end of an answer ends a request, and Django looks after its connections then
def test_the_file_is_closed_with_the_response(letters, monkeypatch):
    opened = []
    original = ranges.open_file
    monkeypatch.setattr(ranges, "open_file", lambda path: opened.append(original(path)) or opened[-1])
    for headers in ({}, {"Range": "bytes=0-3"}, {"Range": "bytes=99-"}, {"If-None-Match": "*"}):
        respond_with_file(ask.get("/", headers=headers), letters, "video/mp4").close()
    respond_with_file(ask.head("/"), letters, "video/mp4").close()
    assert len(opened) == 5 and all(isinstance(file, io.BufferedReader) and file.closed for file in opened)
