"""The export dialog's door in the shell."""

import shutil
import time
import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from projects.exports import queue
from projects.models import Project, RenderState, Timeline
from projects.models.export import SIZES
from studio.exports import CUT_FORMATS
from studio.media import write_durably

FILMS = ("mp4", "bundle")


class Command(BaseCommand):
    help = "Write a timeline as a film, as a bundle for editors, or as a cut in one of their formats."

    def add_arguments(self, parser):
        parser.add_argument("timeline", metavar="TIMELINE", help="its number or its name")
        parser.add_argument("--project", metavar="SLUG", help="default: the oldest project")
        parser.add_argument("--format", choices=[*FILMS, *CUT_FORMATS], default="mp4")
        parser.add_argument("--size", choices=list(SIZES), default="source")
        parser.add_argument("--label", action="store_true", help='write "Made with AI" into the picture')
        parser.add_argument("--tell-prompts", action="store_true", help="in the film's credentials")
        parser.add_argument("--out", type=Path, required=True, metavar="PATH")

    def handle(self, **told):
        timeline = timeline_named(told["timeline"], told["project"])
        out = told["out"].resolve()
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}.")
        if out.is_dir():
            raise CommandError(f"{out} is a folder. Say the file's name too.")
        try:
            write_film(timeline, out, told) if told["format"] in FILMS else write_cut(timeline, out, told)
        except queue.CannotExport as refused:
            raise CommandError(str(refused)) from refused
        except OSError as trouble:
            raise CommandError(f"{out} cannot be written ({trouble.strerror}).") from trouble
        self.stdout.write(str(out))


def timeline_named(name: str, slug: str | None) -> Timeline:
    projects = Project.objects.order_by("created_at")
    project = projects.filter(slug=slug).first() if slug else projects.first()
    if project is None:
        raise CommandError(f'There is no project "{slug}".' if slug else "There is no project yet.")
    is_it = Q(name=name) | (Q(number=int(name)) if name.isdecimal() and len(name) < 9 else Q())
    found = project.timelines.filter(is_it).order_by("number").first()
    if found is None:
        names = ", ".join(f"{one.number} {one.name}" for one in project.timelines.order_by("number"))
        raise CommandError(f'There is no timeline "{name}". There are: {names or "none"}.')
    found.project = project
    return found


def write_cut(timeline: Timeline, out: Path, told: dict) -> None:
    text = queue.cut_text(timeline, told["format"])
    write_durably(out, lambda part: part.write_text(text, encoding="utf-8"))


def write_film(timeline: Timeline, out: Path, told: dict) -> None:
    """Made here, unless a running studio's worker was quicker."""
    export = queue.ask(
        timeline,
        None,
        client_token=uuid.uuid4().hex,
        format=told["format"],
        size_name=told["size"],
        labelled=told["label"],
        includes_prompts=told["tell_prompts"],
    )
    while export.is_unfinished:
        queue.build(export.pk)
        export.refresh_from_db()
        if export.is_unfinished:
            time.sleep(0.5)
    if export.state != RenderState.READY:
        raise CommandError(export.render.message or "It was cancelled.")
    write_durably(out, lambda part: shutil.copyfile(export.file, part))
