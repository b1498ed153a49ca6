"""Uploads over a real socket: cut off anywhere, twice at once, too large."""

import re
import socket
import sqlite3
import threading
from contextlib import closing

import pytest

from tests.projects.web import CSRF
from tests.studio.media.hostile import encoded, scene

pytestmark = pytest.mark.slow


def form_of(picture: bytes) -> tuple[bytes, dict]:
    """Return a multipart form as a browser sends it, and its headers."""
    edge = "----edge7d93"
    fields = f'--{edge}\r\nContent-Disposition: form-data; name="end"\r\n\r\nframe0\r\n'
    file = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="koi.jpg"\r\n\r\n'
    body = fields.encode() + file.encode() + picture + f"\r\n--{edge}--\r\n".encode()
    return body, {"Content_Type": f"multipart/form-data; boundary={edge}", "X_CSRFToken": CSRF}


def rows(web):
    with closing(sqlite3.connect(web.data / "dailies.sqlite3", timeout=20)) as database:
        return database.execute("SELECT id, size FROM projects_image").fetchall()


def test_an_upload_cut_off_anywhere_leaves_nothing(web):
    before = rows(web), web.pieces()
    path = f"/projects/{web.slug}/images/"
    body, headers = form_of(encoded(scene(1600, 1200), "JPEG", quality=95))
    lines = {name.replace("_", "-"): value for name, value in headers.items()}
    lines |= {"Host": "localhost", "Cookie": web.cookies("owner"), "Content-Length": len(body)}
    head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    request = head.encode() + b"\r\n" + body
    cuts = [len(head) // 2, len(head) + 2, *range(len(head) + 50, len(request) - 1, len(body) // 60)]
    for cut in [*cuts, len(request) - 1]:
        with socket.create_connection(("127.0.0.1", web.port)) as line:
            line.sendall(request[:cut])
    assert web.ask("/healthz")[0] == 200
    assert (rows(web), web.pieces()) == before


def test_a_truncated_image_in_a_whole_request_leaves_nothing(web):
    before = rows(web), web.pieces()
    picture = encoded(scene(400, 300), "JPEG")
    for cut in (10, 200, len(picture) // 2, len(picture) - 100):
        body, headers = form_of(picture[:cut])
        status, _, answer = web.ask(f"/projects/{web.slug}/images/", "POST", body=body, **headers)
        assert status == 422 and b'role="alert"' in answer
    assert (rows(web), web.pieces()) == before


def test_two_equal_uploads_at_once_are_one_image(web):
    before = len(rows(web))
    body, headers = form_of(encoded(scene(480, 270), "JPEG"))
    answers = []

    def upload():
        answers.append(web.ask(f"/projects/{web.slug}/images/", "POST", body=body, **headers))

    threads = [threading.Thread(target=upload) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _, _ in answers] == [201] * 6
    assert len({re.search(rb"image:[0-9a-f-]+", page)[0] for _, _, page in answers}) == 1
    assert len(rows(web)) == before + 1
    assert len([name for name in web.pieces() if name.endswith("picture.png")]) == before + 1


def test_a_request_without_a_token_stores_nothing(web):
    body, headers = form_of(encoded(scene(), "JPEG"))
    del headers["X_CSRFToken"]
    assert web.ask(f"/projects/{web.slug}/images/", "POST", body=body, **headers)[0] == 403


def test_four_megabytes_are_too_many_for_three(web):
    body, headers = form_of(bytes(4_000_000))
    status, _, answer = web.ask(f"/projects/{web.slug}/images/", "POST", body=body, **headers)
    assert status == 413 and b"larger than 3 MB" in answer
