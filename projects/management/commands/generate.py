"""The composer's door in the shell: the same form, the same rows; the running cluster does the work."""

import json
import time
import uuid
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from projects.core.forms import errors_of
from projects.ledger import run_inline
from projects.ledger.requests import request_generations
from projects.library import images
from projects.library.forms import WishForm
from projects.models import Generation, Person, Project, Role
from projects.models.studio import FIRST_PROJECT
from studio.engines.base import EngineError
from studio.media.pictures import PictureError

NATURAL = {"frame0": "last", "frame1": "first"}  # it continues that clip, or leads into it
LOOK_AGAIN_S = 0.5


class Command(BaseCommand):
    help = (
        "Wish for a clip, wait for it, and print what came of it. Exit 0 only when every take was completed."
    )

    def add_arguments(self, parser):
        frame = "generation:ID, image:PATH or image:ADDRESS"
        parser.add_argument("prompt")
        parser.add_argument("--project", metavar="SLUG", help="default: the oldest project")
        parser.add_argument("--engine", default="")
        parser.add_argument("--model", default="")
        parser.add_argument("--aspect", metavar="16:9", default="")
        parser.add_argument("--resolution", metavar="720p", default="")
        parser.add_argument("--duration", type=int, metavar="SECONDS")
        parser.add_argument("--loop", action="store_true")
        parser.add_argument("--frame0", metavar="FRAME", default="", help=f"the clip starts on it: {frame}")
        parser.add_argument("--frame1", metavar="FRAME", default="", help=f"the clip ends on it: {frame}")
        parser.add_argument("--takes", type=int, default=1)
        parser.add_argument(
            "--wait", type=float, metavar="SECONDS", default=600, help="default 600; 0 does not wait"
        )
        parser.add_argument("--json", action="store_true", help="one object a line")
        parser.add_argument(
            "--here", action="store_true", help="do the work in this process, without a running studio"
        )

    def handle(self, **told):
        project = project_for(told["project"])
        made = self.wish(project, told)
        ids = [generation.pk for generation in made]
        if told["here"]:
            run_inline.work(ids, told["wait"])
        else:
            wait(ids, told["wait"])
        rows = [facts(one) for one in Generation.objects.for_cards().filter(pk__in=ids).order_by("take")]
        for row in rows:
            self.stdout.write(json.dumps(row) if told["json"] else sentence(row))
        if any(row["state"] != "completed" for row in rows):
            raise SystemExit(1)

    def wish(self, project: Project, told: dict) -> list[Generation]:
        owner = project.memberships.filter(role=Role.OWNER).order_by("pk").first()
        by = owner.person if owner else None
        said = {
            "words": told["prompt"],
            "engine": told["engine"],
            "model": told["model"],
            "aspect_ratio": told["aspect"],
            "resolution": told["resolution"],
            "duration_s": told["duration"],
            "loop": told["loop"],
            "slate": True,
            "takes": told["takes"],
            "client_token": f"shell-{uuid.uuid4().hex}",
            **{end: choice(project, by, end, told[end]) for end in NATURAL},
        }
        form = WishForm(said, project=project, by=None)
        if not form.is_valid():
            raise CommandError(" ".join(errors_of(form)))
        return request_generations(form.request(by))


def project_for(slug: str | None) -> Project:
    """The named project; else the oldest; on a machine that nobody has opened yet, a first one."""
    if Project._meta.db_table not in connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
    if slug:
        found = Project.objects.filter(slug=slug).first()
        if not found:
            raise CommandError(f"There is no project {slug!r}. `--project` takes the name in its address.")
        return found
    return Project.objects.active().order_by("pk").first() or begin()


def begin() -> Project:
    """Without a person yet, the project belongs to nobody until the first run gives it an owner."""
    owner = Person.objects.filter(is_admin=True).first()
    if owner:
        return Project.begin(FIRST_PROJECT, owner)
    return Project.objects.create(name=FIRST_PROJECT, slug="first-film")


def choice(project: Project, by, end: str, frame: str) -> str:
    """A frame as the shell names it, in the form's words; a picture is taken in first."""
    kind, _, what = frame.partition(":")
    if not frame:
        return ""
    if kind == "generation":
        return f"clip:{what}:{NATURAL[end]}"
    if kind != "image":
        raise CommandError(f"--{end} takes generation:ID, image:PATH or image:ADDRESS, not {frame!r}.")
    try:
        return f"image:{picture(project, by, what).pk}"
    except (PictureError, EngineError) as error:
        raise CommandError(getattr(error, "words", str(error))) from None


def picture(project: Project, by, what: str):
    if what.startswith(("http://", "https://")):
        return images.from_address(project, by, what)
    path = Path(what)
    if not path.is_file():
        raise CommandError(f"There is no file {what!r}.")
    with path.open("rb") as file:
        return images.from_upload(project, by, UploadedFile(file, name=path.name, size=path.stat().st_size))


def wait(ids: list, seconds: float) -> None:
    end = time.monotonic() + seconds
    while run_inline.unfinished(ids) and time.monotonic() < end:
        time.sleep(LOOK_AGAIN_S)


def facts(generation: Generation) -> dict:
    """The generation as the shell prints it; state and hold in the words of the ledger."""
    cost = generation.cost_usd
    return {
        "id": str(generation.pk),
        "state": generation.state,
        "hold": generation.hold or "none",
        "engine": generation.prompt.engine,
        "model": generation.prompt.model,
        "provider_id": generation.provider_id or None,
        "attempts": len(generation.attempts.all()),
        "cost_usd": None if cost is None else float(cost),
        "file": str(generation.film) if generation.is_playable else None,
        "width": generation.width_px,
        "height": generation.height_px,
        "fps": str(generation.fps) if generation.fps else None,
        "frames": generation.frames,
        "seconds": generation.seconds,
        "error": generation.error_message or generation.hold_message or None,
    }


def sentence(row: dict) -> str:
    if row["state"] == "completed":
        size = f"{row['width']}x{row['height']}, {row['frames']} frames"
        return f"completed  {row['file']}  ({size})"
    held = "" if row["hold"] == "none" else f", held: {row['hold']}"
    return f"{row['state']}{held}  {row['id']}  {row['error'] or ''}".rstrip()
