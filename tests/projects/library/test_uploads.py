"""Films uploaded in pieces to a real server: cut lines, killed servers, two tabs, strangers."""

import base64
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress

import pytest

from tests.projects.web import CSRF, ROOT, served
from tests.studio.media.hostile_films import film

pytestmark = pytest.mark.slow

TUS = {"Tus_Resumable": "1.0.0", "X_CSRFToken": CSRF}
PIECE = TUS | {"Content_Type": "application/offset+octet-stream"}
CONTENT = random.Random(7).randbytes(3_000_000)


def begin(web, size: int = len(CONTENT), name: str = "harbor.mp4", who: str = "owner"):
    """Begin an upload and return (status, its path, the sentence)."""
    metadata = f"filename {base64.b64encode(name.encode()).decode()}"
    headers = TUS | {"Upload_Length": str(size), "Upload_Metadata": metadata}
    status, answer, body = web.ask(f"/projects/{web.slug}/uploads/", "POST", who, **headers)
    return status, answer.get("Location"), body.decode()


def send(web, path: str, offset: int, piece: bytes, who: str = "owner"):
    return web.ask(path, "PATCH", who, body=piece, **PIECE, Upload_Offset=str(offset))


def offset_of(web, path: str) -> int:
    status, headers, _ = web.ask(path, "HEAD", **TUS)
    assert status == 200 and headers["Upload-Expires"].endswith("GMT")
    return int(headers["Upload-Offset"])


def rows(web, sql: str) -> list:
    with closing(sqlite3.connect(web.data / "dailies.sqlite3", timeout=20)) as database:
        return database.execute(sql).fetchall()


def stored(web, path: str):
    return web.data / "media" / "uploads" / f"{path.split('/')[-2]}.part"


def test_pieces_become_the_file_and_the_last_one_has_it_checked(web):
    status, path, _ = begin(web)
    assert status == 201
    for at in range(0, len(CONTENT), 1_100_000):
        status, headers, _ = send(web, path, at, CONTENT[at : at + 1_100_000])
        assert status == 204 and int(headers["Upload-Offset"]) == min(len(CONTENT), at + 1_100_000)
    assert stored(web, path).read_bytes() == CONTENT and offset_of(web, path) == len(CONTENT)
    id = path.split("/")[-2].replace("-", "")
    assert rows(web, f"SELECT state FROM projects_render WHERE upload_id = '{id}'") == [("waiting",)]
    assert send(web, path, len(CONTENT), b"x")[0] in (409, 413)


def test_a_line_cut_at_every_tenth_goes_on_where_it_was_cut(web):
    _, path, _ = begin(web)
    step = len(CONTENT) // 10
    for at in range(0, len(CONTENT), step):
        cut_in_the_middle(web, path, at, CONTENT[at : at + step])
        assert offset_of(web, path) == at
        assert send(web, path, at, CONTENT[at : at + step])[0] == 204
    assert stored(web, path).read_bytes() == CONTENT


def cut_in_the_middle(web, path: str, offset: int, piece: bytes) -> None:
    """Send half of a piece, then close the connection."""
    lines = {name.replace("_", "-"): value for name, value in PIECE.items()}
    lines |= {"Host": "localhost", "Cookie": web.cookies("owner"), "Content-Length": str(len(piece))}
    lines |= {"Upload-Offset": str(offset)}
    head = f"PATCH {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    with socket.create_connection(("127.0.0.1", web.port)) as line:
        line.sendall(head.encode() + b"\r\n" + piece[: len(piece) // 2])


def test_a_server_killed_at_every_tenth_loses_nothing_that_it_confirmed(tmp_path):
    path, step = "", len(CONTENT) // 10
    for tenth in range(10):
        with served(tmp_path) as web:
            path = path or begin(web)[1]
            at = offset_of(web, path)
            assert at == tenth * step
            assert send(web, path, at, CONTENT[at : at + step])[0] == 204
            cut_in_the_middle(web, path, at + step, CONTENT[at + step : at + 2 * step])
            os.kill(web.pid, signal.SIGKILL)
    with served(tmp_path) as web:
        assert offset_of(web, path) == len(CONTENT) and stored(web, path).read_bytes() == CONTENT
        assert rows(web, "SELECT count(*) FROM projects_upload") == [(1,)]


def test_a_disk_that_fills_up_is_a_sentence_and_keeps_what_has_arrived(tmp_path):
    """1. Half has arrived.  2. The disk is full: neither more nor another film is taken.  3. It goes on."""
    half = len(CONTENT) // 2
    with served(tmp_path) as web:
        path = begin(web)[1]
        assert send(web, path, 0, CONTENT[:half])[0] == 204
    with served(tmp_path, DAILIES_MIN_FREE_MB="1000000000") as web:
        for status, _, body in (send(web, path, half, CONTENT[half:]), begin(web)):
            assert status == 507 and "disk is full" in str(body)
        assert offset_of(web, path) == half
        assert rows(web, "SELECT count(*) FROM projects_upload") == [(1,)]
    with served(tmp_path) as web:
        assert send(web, path, half, CONTENT[half:])[0] == 204
        assert stored(web, path).read_bytes() == CONTENT


def test_two_tabs_that_send_the_same_file_store_it_once(web):
    """Each goes on where the file ends, whoever wrote it; every refusal says why."""
    _, path, _ = begin(web)
    statuses = set()

    def tab():
        while (at := offset_of(web, path)) < len(CONTENT):
            statuses.add(send(web, path, at, CONTENT[at : at + 200_000])[0])

    tabs = [threading.Thread(target=tab) for _ in range(2)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert stored(web, path).read_bytes() == CONTENT and statuses <= {204, 409, 423}


def test_a_person_gives_an_upload_up(web):
    _, path, _ = begin(web)
    send(web, path, 0, CONTENT[:1000])
    assert web.ask(path, "DELETE", **TUS)[0] == 204
    assert not stored(web, path).exists() and web.ask(path, "HEAD", **TUS)[0] == 404
    assert send(web, path, 1000, b"x")[0] == 404


def test_what_is_wrong_is_a_sentence_and_changes_nothing(web):
    before = rows(web, "SELECT count(*) FROM projects_upload")
    for size, status, sentence in ((0, 422, "empty"), (2_000_000_001, 413, "larger than 2000 MB")):
        answer = begin(web, size)
        assert answer[0] == status and sentence in answer[2]
    uploads = f"/projects/{web.slug}/uploads/"
    assert web.ask(uploads, "POST", **TUS | {"Upload_Length": "x"})[0] == 400
    assert web.ask(uploads, "POST", **TUS | {"Tus_Resumable": "0.2", "Upload_Length": "9"})[0] == 412
    assert web.ask(uploads, "POST", Tus_Resumable="1.0.0", Upload_Length="9")[0] == 403  # no token
    assert rows(web, "SELECT count(*) FROM projects_upload") == before
    _, path, _ = begin(web)
    assert web.ask(path, "PATCH", body=b"x", **TUS, Upload_Offset="0", Content_Type="text/plain")[0] == 415
    assert web.ask(path, "PATCH", body=b"x", **PIECE, Upload_Offset="-1")[0] == 400
    stored(web, path).unlink()
    assert send(web, path, 0, b"x")[0] == 410


def test_others_and_strangers_may_neither_begin_nor_send(web):
    _, path, _ = begin(web)
    for who in ("viewer", "outsider"):
        assert begin(web, who=who)[0] == 404 and send(web, path, 0, b"x", who)[0] == 404
    assert stored(web, path).read_bytes() == b""


@pytest.mark.parametrize(
    ("who", "megabytes", "status"), [("", 2, 413), ("owner", 33, 413), ("owner", 8, 413)]
)
def test_a_piece_has_its_size(web, who, megabytes, status):
    """A stranger's is refused before it is read, a person's above 32 MB, and above the film's own size."""
    _, path, _ = begin(web)
    head = f"PATCH {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {megabytes * 1000**2}\r\n"
    lines = {name.replace("_", "-"): value for name, value in PIECE.items()} | {"Upload-Offset": "0"}
    if who:
        lines["Cookie"] = web.cookies(who)
    head += "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    with socket.create_connection(("127.0.0.1", web.port)) as line:
        line.sendall(head.encode() + b"\r\n" + (bytes(megabytes * 1000**2) if megabytes == 8 else b""))
        assert line.recv(12) == f"HTTP/1.1 {status}".encode()
    assert stored(web, path).read_bytes() == b""


def test_an_uploaded_film_becomes_a_clip(web, tmp_path):
    content = film(tmp_path / "harbor.mp4").read_bytes()
    _, path, _ = begin(web, len(content), "harbor at night.mp4")
    assert send(web, path, 0, content)[0] == 204
    id = path.split("/")[-2]
    web.manage("shell", "--no-imports", "-c", f"from projects import jobs; jobs.import_film({id!r})")
    [(state, name)] = rows(
        web,
        "SELECT state, text FROM projects_generation g JOIN projects_prompt p ON p.id = g.prompt_id"
        f" WHERE upload_id = '{id.replace('-', '')}'",
    )
    assert (state, name) == ("completed", "harbor at night") and not stored(web, path).exists()
    page = web.ask(f"/projects/{web.slug}/")[2].decode()
    assert "harbor at night" in page and f"upload-{id}" not in page
    assert offset_of(web, path) == len(content)


@pytest.mark.slow
def test_a_worker_killed_at_any_time_makes_one_clip_in_the_end(web, tmp_path):
    """1. A worker begins to check a film and is killed, each time later.  2. The last one finishes it."""
    content = film(tmp_path / "harbor.mp4", frames=2000).read_bytes()
    _, path, _ = begin(web, len(content), "killed.mp4")
    send(web, path, 0, content)
    id = path.split("/")[-2]
    code = f"from projects import jobs; jobs.import_film({id!r})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    for tenth in range(1, 11):
        with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DAILIES_DATA": str(web.data)}) as worker:
            with suppress(subprocess.TimeoutExpired):
                worker.wait(tenth / 4)
            worker.kill()
        forget_lease(web, id)
    web.manage("shell", "--no-imports", "-c", code)
    assert rows(web, f"SELECT frames FROM projects_generation WHERE id = '{id.replace('-', '')}'") == [
        (2000,)
    ]
    assert [file.name for file in (web.data / "media" / "clips" / id).iterdir()] == ["film.mp4"]
    assert not stored(web, path).exists()


def forget_lease(web, id: str) -> None:
    """Let the next worker begin at once, as after the lease's end."""
    with closing(sqlite3.connect(web.data / "dailies.sqlite3", timeout=20)) as database, database:
        where = f"WHERE upload_id = '{id.replace('-', '')}' AND state = 'making'"
        database.execute(f"UPDATE projects_render SET tries = 0, lease_until = '2000-01-01' {where}")
