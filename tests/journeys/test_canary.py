"""Secrets go through a whole day of a real studio, and are found nowhere afterwards.

A provider's key, the owner's password, a signed keyframe link, a share link, an invitation and a webhook's
secret (the last three except in the one answer that shows them), on a day with a wrong password, a key that
stops working, a refused order and forced errors, while everything logs at DEBUG. The database holds the key
sealed and the password hashed. Plain or encoded, they are in no file, page or process list.
"""

import base64
import io
import re
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, quote_plus
from uuid import UUID

import pytest
from PIL import Image

from tests.fake_provider import FakeProviderProcess
from tests.journeys.live import live_studio, wait_for
from tests.journeys.person import EMAIL, PersonAtTheDoor
from tests.running import command_line, descendants, living_processes

KEY = "sk-canary/7Qh+Zt4VxLm9?Rw=2Kp"
PASSWORD = "canary sings & flies at 5:45 + never/rests"
LINK = "from projects.core.signed_urls import keyframe_token; print(keyframe_token('image', '{}', ''))"
PAGES = ("", "activity/", "settings/", "images/?end=frame0", "changes/?since=0", "quote/", "clips/")
ENDED = "('completed', 'refused', 'failed')"
MOVING = f"SELECT count(*) FROM projects_generation WHERE hold = '' AND state NOT IN {ENDED}"

pytestmark = pytest.mark.live


def test_after_a_day_with_everything_no_secret_is_found_anywhere(tmp_path):
    with FakeProviderProcess(
        tmp_path / "provider", keys=[KEY], fetch_images=False, make_s=0.2, log_delay=0.2
    ) as provider:
        env = {
            "AIMLAPI_KEY": "",
            "LUMAAI_API_KEY": "",
            "AIMLAPI_BASE_URL": provider.base_url,
            "DAILIES_PUBLIC_URL": "http://dailies.example.com",
            "DAILIES_LOG_LEVEL": "DEBUG",
            "DAILIES_PACE": "0.05",
        }
        with live_studio(tmp_path / "data", env) as studio:
            day = Day(studio, provider)
            day.live_through()
            secrets = {
                "key": KEY,
                "password": PASSWORD,
                "link": day.token,
                "signature": day.token.split(".")[-1],
                **day.shown_once,
            }
            places = day.places()
    places |= files_in(tmp_path / "data")
    assert provider.summary()["accepted"] >= 2
    assert {"up.log", "dailies.sqlite3"} <= {Path(name).name for name in places}
    assert any(b"Traceback" in content for content in places.values()), "no error was logged"
    assert b"sk-fake-provider" not in places["the answers"] and len(places["the answers"]) > 100_000
    leaks = {
        (what, where)
        for what, secret in secrets.items()
        for form in forms_of(secret)
        for where, content in places.items()
        if form in content
    }
    assert leaks == set()


class Day:
    """What one person does with the studio. `heard` holds every answer."""

    def __init__(self, studio, provider):
        self.studio, self.provider, self.answers, self.shown_once = studio, provider, [], {}
        self.person = PersonAtTheDoor(studio.url)
        self.person.http.event_hooks = {"response": [self.hear]}

    def hear(self, answer):
        answer.read()
        self.answers.append(str(answer.headers).encode() + answer.content)

    def live_through(self):
        self.sign_in()
        self.save_key()
        self.upload_image()
        self.request_generations()
        self.create_links()
        self.cause_errors()
        self.open_every_page()

    def sign_in(self):
        person = self.person
        person.http.get("/first-run/")
        person.project = person.post("/first-run/", email=EMAIL, password=PASSWORD).headers["location"]
        person.post("/sign-out/")
        person.post(
            "/sign-in/", username=f"x{EMAIL}", password=PASSWORD
        )  # the right password for the wrong account
        assert person.post("/sign-in/", username=EMAIL, password=PASSWORD).status_code == 302

    def save_key(self):
        self.person.post("/settings/engines/luma/key/", key=f"{KEY} pasted twice {KEY}")
        assert self.person.post("/settings/engines/aimlapi/key/", key=KEY).status_code == 302
        self.person.post("/settings/engines/aimlapi/test/")
        assert b"The key works" in self.person.http.get("/settings/").content

    def upload_image(self):
        """Upload an image. A provider out of our sight fetches it by its signed link."""
        file = io.BytesIO()
        Image.radial_gradient("L").save(file, "PNG")
        given = {"end": "frame0", "csrfmiddlewaretoken": self.person.http.cookies["csrftoken"]}
        pictures = f"{self.person.project}images/"
        answer = self.person.http.post(pictures, data=given, files={"file": ("lamp.png", file.getvalue())})
        assert answer.status_code == 201
        self.image = self.ask("SELECT id FROM projects_image")
        dashed = UUID(self.image)
        self.choice = f"image:{dashed}"
        self.token = self.studio.manage("shell", "--no-imports", "-c", LINK.format(dashed)).split()[-1]
        stranger = PersonAtTheDoor(self.studio.url).http
        assert stranger.get(f"/keyframes/{self.token}/picture.png").status_code == 200
        assert stranger.get(f"/keyframes/{self.token}x/picture.png").status_code == 404
        assert stranger.get(f"/keyframes/{self.token}/no-such-file").status_code == 404

    def request_generations(self):
        luma = "aimlapi:luma/ray-2"
        self.person.request("canary-clip-made", model=luma, frame0=self.choice)
        self.person.request("canary-clip-preview", model="preview:preview")
        self.wait_until_idle()
        self.provider.plan(["400_moderation"])
        self.person.request("canary-clip-refused", model=luma, frame0=self.choice)
        self.wait_until_idle()
        self.person.request("canary-clip-made-too", model=luma)
        self.wait_until_idle()
        self.provider.set(revoked=[KEY])
        self.person.post("/settings/engines/aimlapi/test/")
        self.person.request("canary-clip-without-key", model=luma)
        self.wait_until_idle()

    def create_links(self):
        """Create a share link that a guest opens, an invitation, and a webhook whose URL nobody serves."""
        clip = UUID(self.ask("SELECT id FROM projects_generation WHERE state = 'completed'"))
        project = self.person.project
        review = self.person.post(f"{project}clips/{clip}/review/").headers["location"]
        wait_for(lambda: self.ask("SELECT count(*) FROM projects_review WHERE frames > 0"), "a video")
        self.remember_secret("share", f"{review}links/", r"/s/([\w-]{43})/", may_comment="1", days="14")
        self.remember_secret("invitation", f"{project}members/", r"/join/([\w-]{43})/", role="editor")
        hook = {"address": "http://127.0.0.1:9/hook", "event_types": "note.created"}
        self.remember_secret("webhook", f"{project}webhooks/", r'value="(whsec_[^"]+)"', **hook)
        guest = PersonAtTheDoor(self.studio.url)
        guest.http.event_hooks = {"response": [self.hear]}
        door = guest.http.get(f"/s/{self.shown_once['share']}/")
        self.answers.pop()  # it contains the cookie, as it must
        assert guest.http.get(door.headers["location"]).status_code == 200
        self.shown_once["guest"] = guest.http.cookies["dailies_guest"]
        guest.post(f"{door.headers['location']}name/", name="Cleo")
        note = {"frame": "0", "text": "Darker", "client_token": "canary-note"}
        assert guest.post(f"{door.headers['location']}notes/", **note).status_code == 302
        door = guest.http.get(f"/join/{self.shown_once['invitation']}/").headers["location"]
        page = guest.http.get(door)
        assert page.status_code == 200 and guest.http.get("/sign-in/?next=/join/").status_code == 200
        assert f"?next={door}" in page.text
        wait_for(lambda: self.ask("SELECT count(*) FROM projects_delivery WHERE tries > 0"), "a try")

    def remember_secret(self, what: str, path: str, pattern: str, **fields):
        """Remember what the next page shows once. That page itself is not kept."""
        assert self.person.post(path, **fields).status_code == 302
        answer = self.person.http.get(path)
        self.answers.pop()
        match = re.search(pattern, answer.text)
        assert match, f"no {what} on the page"
        self.shown_once[what] = match[1]

    def cause_errors(self):
        """Let tables be missing while the secrets are in use, so that tracebacks go to the log."""
        self.provider.set(revoked=[])  # a rejected key wouldn't get as far as the table
        with self.without("projects_enginekey"):
            assert self.once("/settings/engines/aimlapi/key/", key=KEY) == 500
        with self.without("projects_image"):
            assert self.person.http.get(f"/keyframes/{self.token}/picture.png").status_code == 500
        with self.without("django_session"):
            assert self.once("/sign-in/", username=EMAIL, password=PASSWORD) == 500

    def open_every_page(self):
        self.person.post("/sign-in/", username=EMAIL, password=PASSWORD)
        clips = self.every("SELECT id FROM projects_generation")
        for page in ("/settings/", "/projects/", *(self.person.project + page for page in PAGES)):
            assert self.person.http.get(page).status_code in (200, 204), page
        for (clip,) in clips:
            assert self.person.http.get(f"{self.person.project}clips/{UUID(clip)}/").status_code == 200

    def once(self, path: str, **fields) -> int:
        token = self.person.http.cookies.get("csrftoken")
        return self.person.http.post(path, data={**fields, "csrfmiddlewaretoken": token}).status_code

    def wait_until_idle(self):
        wait_for(lambda: self.ask(MOVING) == 0, "rest")

    def places(self) -> dict[str, bytes]:
        """Return all answers, and the command line of every process of the studio."""
        mine = [self.studio.up.pid, *descendants(self.studio.up.pid, living_processes())]
        shown = "\n".join(command_line(pid) for pid in mine).encode()
        assert b"manage.py" in shown
        return {"the answers": b"\n".join(self.answers), "process list": shown} | files_in(self.studio.data)

    @contextmanager
    def without(self, table: str):
        self.change(f"ALTER TABLE {table} RENAME TO {table}_away")
        try:
            yield
        finally:
            self.change(f"ALTER TABLE {table}_away RENAME TO {table}")

    def change(self, order: str):
        with closing(self.connect()) as database, database:
            database.execute(order)

    def ask(self, query: str):
        return self.every(query)[0][0]

    def every(self, query: str) -> list[tuple]:
        with closing(self.connect()) as database:
            return database.execute(query).fetchall()

    def connect(self):
        return sqlite3.connect(self.studio.data / "dailies.sqlite3", timeout=20)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the database, WAL, videos, images, logs: everything but the static files, which are public."""
    inside = (path for path in folder.rglob("*") if path.is_file() and "static" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in inside}


def forms_of(secret: str) -> set[bytes]:
    """Return it plain, as in URLs, JSON and HTML, and as base64 at each of its three offsets."""
    plain = secret.encode()
    forms = {plain, quote(secret).encode(), quote(secret, safe="").encode(), quote_plus(secret).encode()}
    forms |= {secret.replace("&", "&amp;").encode(), plain.hex().encode()}
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + plain).decode()
        inner = whole[4 if shift else 0 : -4]  # the part that does not depend on its neighbors
        forms |= {inner.encode(), inner.replace("+", "-").replace("/", "_").encode()}
    return forms
