"""A real web server with a real database file, a project in it, and people who are signed in already.

As a module it is that server: it seeds its data folder, prints its contents as JSON, and serves until killed.
The fixture `web` starts one for a test module.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSRF = "c" * 32  # the CSRF check wants a cookie and a field that agree
TOKEN = re.compile(rb'[0-9A-Za-z]{64}(?=["\'])')  # every answer has another CSRF token
HTMX = {"HX-Request": "true"}


@dataclass
class Web:
    """The port and what was seeded: slug, clip, sessions (owner, viewer, outsider), keyframe, share,
    locked (paths; the last with a passphrase)."""

    data: Path
    pid: int
    port: int
    slug: str
    clip: str
    sessions: dict
    keyframe: str
    share: str
    locked: str

    def path(self, name: str) -> str:
        return f"/projects/{self.slug}/clips/{self.clip}/{name}"

    @property
    def video(self) -> Path:
        return self.data / "media" / "clips" / self.clip / "film.mp4"

    def cookies(self, who: str) -> str:
        return f"dailies={self.sessions[who]}; csrftoken={CSRF}"

    def ask(
        self,
        path: str,
        method: str = "GET",
        who: str = "owner",
        body: bytes | None = None,
        whence: str = "127.0.0.1",
        **headers,
    ):
        """Return (status, headers, body) over a new connection. Header names have _ for -."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(whence, 0))
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if who:
            sent |= {"Cookie": self.cookies(who)}
        line.request(method, path, body, sent)
        answer = line.getresponse()
        result = answer.status, answer.headers, answer.read()
        line.close()
        return result

    def post(self, path: str, who: str = "", **fields: str) -> int:
        """Send a form and return the status."""
        form = urlencode(fields | {"csrfmiddlewaretoken": CSRF}).encode()
        cookies = self.cookies(who) if who else f"csrftoken={CSRF}"
        kind = "application/x-www-form-urlencoded"
        return self.ask(path, "POST", "", form, Content_Type=kind, Cookie=cookies)[0]

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py on this server's data, and return its output."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        env = os.environ | {"DAILIES_DATA": str(self.data), "DAILIES_PACE": "0.02"}
        return subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=120, check=True
        ).stdout

    def wait_until(self, is_so, patience_s: float = 20) -> None:
        until = time.monotonic() + patience_s
        while not is_so():
            assert time.monotonic() < until, "it never happened"
            time.sleep(0.02)

    def pieces(self) -> list[str]:
        """Return every file that was stored for images."""
        folder = self.data / "media" / "images"
        return sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    with served(tmp_path_factory.mktemp("web")) as one:
        yield one


@contextmanager
def served(data: Path, **options):
    """Run such a server with further options, on a new data folder or on that of one that has ended."""
    env = os.environ | {"DAILIES_DATA": str(data), "DJANGO_SETTINGS_MODULE": "studio.settings"}
    env |= {"DAILIES_UPLOAD_MB": "3", "DAILIES_DEBUG": "false", "DAILIES_PUBLIC_URL": ""} | options
    command = [sys.executable, "-m", "tests.projects.web"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        seeded = process.stdout.readline()
        assert seeded, "the web server did not start"
        yield Web(data=data, pid=process.pid, **json.loads(seeded))
    finally:
        process.kill()
        process.wait()


def main() -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from studio.management.commands.web import serve
    from studio.processes.heartbeats import find_web_file

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    # Create today's tables: running all migrations takes seconds, and is tested elsewhere.
    settings.MIGRATION_MODULES = dict.fromkeys(app.label for app in apps.get_app_configs())
    call_command("migrate", run_syncdb=True, verbosity=0)
    listening = socket.create_server(("127.0.0.1", 0))
    kept = Path(settings.DATA) / "seeded.json"
    if not kept.exists():
        kept.write_text(json.dumps(seed()))
    print(json.dumps({"port": listening.getsockname()[1]} | json.loads(kept.read_text())), flush=True)
    serve(listening, find_web_file(1))


def seed() -> dict:
    from django.utils import timezone

    from projects.core.signed_urls import keyframe_token
    from projects.models import Role
    from tests.projects import cast

    owner = cast.person("owner", is_admin=True)
    project = cast.project(owner)
    people = {"owner": owner, "viewer": cast.member(project, Role.VIEWER), "outsider": cast.person("eve")}
    facts: dict = {"frames": 96, "width_px": 320, "height_px": 180}
    clip = cast.clip(project, "completed", by=owner, pictures_at=timezone.now(), **facts)
    shoot(clip)
    review = review_of(clip, owner)
    return {
        "slug": project.slug,
        "clip": str(clip.pk),
        "sessions": {who: session(person) for who, person in people.items()},
        "share": share(review, owner),
        "locked": share(review, owner, passphrase="tungsten"),
        "keyframe": f"/keyframes/{keyframe_token('clip', clip.pk, 'last')}/picture.png",
    }


def session(person) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def review_of(clip, owner):
    """Return a review of the clip whose video is ready."""
    from projects.review import publish

    review = publish.publish_take(clip, owner)
    publish.build(review)
    return review


def share(review, owner, **settings) -> str:
    """Return the path of a new share link."""
    from projects.review import share_links

    return f"/s/{share_links.create(review, owner, **settings)[1]}/"


def shoot(clip, frames: int = 96) -> None:
    """Store a video of four seconds of coarse noise, several megabytes, and its stills."""
    import numpy as np

    from studio.media import stills
    from studio.media.encode import VideoWriter
    from tests.projects import videos

    noise = np.random.default_rng(7)
    with VideoWriter(clip.video, 320, 180, quality=12) as video:
        for _ in range(frames):
            video.write(noise.integers(16, 236, (270, 320), np.uint8))
    stills.make_stills(clip.video, clip.folder)
    type(clip).objects.filter(pk=clip.pk).update(**videos.facts_of(clip.video.read_bytes()))


if __name__ == "__main__":
    main()
