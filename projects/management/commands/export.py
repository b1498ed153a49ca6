"""Export a timeline from the command line, as the export dialog does."""

import shutil
import time
import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from projects.exports import queue
from projects.models import Export, Project, RenderState, Timeline
from projects.models.export import SIZES
from studio.exports import CUT_FORMATS
from studio.media import write_durably

FILMS = ("mp4", "bundle")


class Command(BaseCommand):
    help = "Export a timeline as a film, an editing bundle, or a timeline file for an editing program."

    def add_arguments(self, parser):
        parser.add_argument("timeline", metavar="TIMELINE", help="number or name of the timeline")
        parser.add_argument("--project", metavar="SLUG", help="default: the oldest project")
        parser.add_argument("--format", choices=[*FILMS, *CUT_FORMATS], default="mp4")
        parser.add_argument("--size", choices=list(SIZES), default="source")
        parser.add_argument("--label", action="store_true", help="show “Made with AI” in the picture")
        parser.add_argument("--tell-prompts", action="store_true", help="include prompts in the credentials")
        parser.add_argument("--out", type=Path, required=True, metavar="PATH", help="file to write")

    def handle(self, **options):
        timeline = find_timeline(options["timeline"], options["project"])
        out = options["out"].resolve()
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}.")
        if out.is_dir():
            raise CommandError(f"{out} is a folder. Add a file name.")
        write = write_film if options["format"] in FILMS else write_cut
        try:
            write(timeline, out, options)
        except queue.CannotExport as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{out} can't be written: {error.strerror}.") from error
        self.stdout.write(str(out))


def find_timeline(name: str, slug: str | None) -> Timeline:
    projects = Project.objects.order_by("created_at")
    project = projects.filter(slug=slug).first() if slug else projects.first()
    if project is None:
        raise CommandError(f'There is no project "{slug}".' if slug else "There is no project yet.")
    matches = Q(name=name) | (Q(number=int(name)) if name.isdecimal() and len(name) < 9 else Q())
    timeline = project.timelines.filter(matches).order_by("number").first()
    if timeline is None:
        timelines = project.timelines.order_by("number")
        names = ", ".join(f"{timeline.number} {timeline.name}" for timeline in timelines)
        raise CommandError(f'There is no timeline "{name}". Timelines: {names or "none"}.')
    timeline.project = project
    return timeline


def write_cut(timeline: Timeline, out: Path, options: dict) -> None:
    text = queue.format_cut(timeline, options["format"])
    write_durably(out, lambda part: part.write_text(text, encoding="utf-8"))


def write_film(timeline: Timeline, out: Path, options: dict) -> None:
    export = queue.request_export(
        timeline,
        None,
        client_token=uuid.uuid4().hex,
        format=options["format"],
        size_name=options["size"],
        labeled=options["label"],
        includes_prompts=options["tell_prompts"],
    )
    wait_for(export)
    if export.state != RenderState.READY:
        raise CommandError(export.render.message or "The export was canceled.")
    write_durably(out, lambda part: shutil.copyfile(export.file, part))


def wait_for(export: Export) -> None:
    """Wait for the export. Render it here unless a worker of a running studio does."""
    while export.is_unfinished:
        queue.build(export.pk)
        export.refresh_from_db()
        if export.is_unfinished:
            time.sleep(0.5)
