"""Generate clips from the shell, in the running studio or in this process."""

import fcntl
import json
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from projects.ledger import run_inline
from projects.ledger.requests import RequestedKeyframe, request_generations
from projects.library import images
from projects.library.draft import Draft, InvalidDraft
from projects.library.keyframe_choice import FrameGone, KeyframeChoice
from projects.library.keyframe_slot import fill_slot
from projects.models import End, Generation, Image, Person, Project, Role
from projects.models.keyframe import NATURAL_EDGE
from projects.models.project import free_slug
from projects.models.studio import FIRST_PROJECT, Studio
from studio.engines.base import EngineError
from studio.media.pictures import PictureError
from studio.text import drop_control_characters

LOOK_AGAIN_S = 0.5
OPTIONS = {"aspect_ratio": "aspect", "duration_s": "duration"}


class Command(BaseCommand):
    help = (
        "Generate clips, wait for them, and print the results. Exits with 0 only if every take was completed."
    )

    def add_arguments(self, parser):
        frame = "generation:ID, image:PATH or image:URL"
        parser.add_argument("prompt", type=drop_control_characters)
        parser.add_argument("--project", metavar="SLUG", help="default: the oldest project")
        parser.add_argument("--engine", default="")
        parser.add_argument("--model", default="")
        parser.add_argument("--aspect", metavar="16:9", default="")
        parser.add_argument("--resolution", metavar="720p", default="")
        parser.add_argument("--duration", type=int, metavar="SECONDS")
        parser.add_argument("--loop", action="store_true")
        parser.add_argument("--frame0", metavar="FRAME", default="", help=f"first frame: {frame}")
        parser.add_argument("--frame1", metavar="FRAME", default="", help=f"last frame: {frame}")
        parser.add_argument("--takes", type=int, default=1)
        parser.add_argument(
            "--wait",
            type=float,
            metavar="SECONDS",
            default=600,
            help="how long to wait (default: 600; 0: don't wait)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object per line")
        parser.add_argument(
            "--here", action="store_true", help="do the work in this process, without a running studio"
        )

    def handle(self, **options):
        project = find_project(options["project"])
        ids = [generation.pk for generation in request_clips(project, options)]
        if options["here"]:
            run_inline.run(ids, options["wait"])
        else:
            wait(ids, options["wait"])
        generations = Generation.objects.for_cards().filter(pk__in=ids).order_by("take")
        rows = [describe(generation) for generation in generations]
        for row in rows:
            self.stdout.write(json.dumps(row) if options["json"] else summarize(row))
        if any(row["state"] != "completed" for row in rows):
            raise SystemExit(1)


def request_clips(project: Project, options: dict[str, Any]) -> list[Generation]:
    owner = project.memberships.filter(role=Role.OWNER).order_by("pk").first()
    by = owner.person if owner else None
    try:
        return request_generations(build_draft(project, by, options).build_request(by))
    except InvalidDraft as error:
        raise CommandError(" ".join(list_problems(error))) from error
    except FrameGone as error:
        raise CommandError(str(error)) from error


def list_problems(invalid: InvalidDraft) -> Iterator[str]:
    """Yield each problem after the option to change."""
    for field, texts in invalid.problems.items():
        option = f"--{OPTIONS.get(field, field)}: " if field and field != "prompt" else ""
        yield from (option + text for text in texts)


def build_draft(project: Project, by: Person | None, options: dict[str, Any]) -> Draft:
    keyframes = [find_keyframe(project, by, end, options[end.value]) for end in End]
    return Draft(
        project=project,
        prompt=options["prompt"],
        client_token=f"shell-{uuid.uuid4().hex}",
        model=f"{options['engine']}:{options['model']}" if options["engine"] else "",
        aspect_ratio=options["aspect"],
        resolution=options["resolution"],
        duration_s=options["duration"],
        loop=options["loop"],
        takes=options["takes"],
        keyframes=[keyframe for keyframe in keyframes if keyframe],
    )


def find_project(slug: str | None) -> Project:
    """Return the named project, else the oldest; on a new machine, create the first one."""
    migrate_new_database()
    if slug:
        project = Project.objects.filter(slug=slug).first()
        if not project:
            raise CommandError(f"There is no project {slug!r}. Use the name in the project's URL.")
        return project
    return find_oldest() or create_project()


def migrate_new_database() -> None:
    """Create the tables of a new studio. Of several commands at once, one does and the others wait."""
    data = os.open(settings.DATA, os.O_RDONLY)
    try:
        fcntl.flock(data, fcntl.LOCK_EX)
        if Project._meta.db_table not in connection.introspection.table_names():
            call_command("migrate", interactive=False, verbosity=0)
    finally:
        os.close(data)


def find_oldest() -> Project | None:
    return Project.objects.active().order_by("pk").first()


@transaction.atomic
def create_project() -> Project:
    """Create the first project, once. Without a person yet, the first account becomes its owner later."""
    Studio.lock()
    owner = Person.objects.filter(is_admin=True).first()
    if project := find_oldest():
        return project
    if owner:
        return Project.create(FIRST_PROJECT, owner)
    return Project.objects.create(name=FIRST_PROJECT, slug=free_slug(FIRST_PROJECT))


def find_keyframe(project: Project, by: Person | None, end: End, frame: str) -> RequestedKeyframe | None:
    """Return the keyframe that an option names, after storing its picture. Raise CommandError."""
    kind, _colon, name = frame.partition(":")
    if not frame:
        return None
    if kind == "generation":
        return fill_slot(project, end, KeyframeChoice.parse(f"clip:{name}:{NATURAL_EDGE[end]}")).keyframe
    if kind != "image":
        raise CommandError(f"--{end} takes generation:ID, image:PATH or image:URL, not {frame!r}.")
    try:
        return RequestedKeyframe(end, image=store_picture(project, by, name))
    except (PictureError, EngineError) as error:
        raise CommandError(getattr(error, "message", str(error))) from None


def store_picture(project: Project, by: Person | None, name: str) -> Image:
    if name.startswith(("http://", "https://")):
        return images.store_address(project, by, name)
    path = Path(name)
    if not path.is_file():
        raise CommandError(f"There is no file {name!r}.")
    with path.open("rb") as file:
        return images.store_upload(project, by, UploadedFile(file, name=path.name, size=path.stat().st_size))


def wait(ids: list, seconds: float) -> None:
    end = time.monotonic() + seconds
    while run_inline.has_unfinished(ids) and time.monotonic() < end:
        time.sleep(LOOK_AGAIN_S)


def describe(generation: Generation) -> dict:
    """Return the facts to print, with the ledger's names for states and holds."""
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
        "file": str(generation.video) if generation.state == "completed" else None,
        "width": generation.width_px,
        "height": generation.height_px,
        "fps": str(generation.fps) if generation.fps else None,
        "frames": generation.frames,
        "seconds": generation.seconds,
        "staged": generation.drawn.get("staged"),
        "not_staged": generation.drawn.get("not_staged"),
        "error": generation.error_message or generation.hold_message or None,
    }


def summarize(row: dict) -> str:
    if row["state"] == "completed":
        size = f"{row['width']}x{row['height']}, {row['frames']} frames"
        return f"completed  {row['file']}  ({size})"
    held = "" if row["hold"] == "none" else f", held: {row['hold']}"
    return f"{row['state']}{held}  {row['id']}  {row['error'] or ''}".rstrip()
