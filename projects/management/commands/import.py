"""Import films from the command line, as the library does."""

import shutil
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.ledger.storing import store_result
from projects.library import imports
from projects.models import Generation, Project, Upload


class Command(BaseCommand):
    help = (
        "Import films (MP4, MOV, WebM or MKV) as clips of a project. Exits with 0 only if all were imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--project", metavar="SLUG", help="default: the oldest project")

    def handle(self, **options: Any) -> None:
        project = find_project(options["project"])
        refused = [str(file) for file in options["files"] if not self.imports(project, file)]
        if refused:
            raise CommandError(f"Not imported: {', '.join(refused)}")

    def imports(self, project: Project, file: Path) -> bool:
        """Import one film and print what became of it. Return False if it was refused."""
        try:
            upload = imports.begin(project, None, name=file.name, size=file.stat().st_size)
            generation = import_file(upload, file)
        except imports.CannotImport as error:
            self.stderr.write(f"{file}: {error}")
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror or error}.")
        else:
            self.stdout.write(f"clip {generation.number}  {file}")
            return True
        return False


def find_project(slug: str | None) -> Project:
    projects = Project.objects.active().order_by("created_at")
    project = projects.filter(slug=slug).first() if slug else projects.first()
    if project is None:
        raise CommandError(f'There is no project "{slug}".' if slug else "There is no project yet.")
    return project


def import_file(upload: Upload, file: Path) -> Generation:
    """Copy the file and make it a clip here, unless a worker of a running studio does. Raise CannotImport."""
    try:
        upload.file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, upload.file)
    except OSError:
        imports.remove(upload)
        raise
    imports.finish(upload)
    return wait_for(upload)


def wait_for(upload: Upload) -> Generation:
    while upload.render.is_unfinished:
        imports.build(str(upload.pk))
        upload = Upload.objects.select_related("render").get(pk=upload.pk)
        if upload.render.is_unfinished:
            time.sleep(0.5)
    if not hasattr(upload, "generation"):
        message = upload.render.message
        imports.remove(upload)
        raise imports.CannotImport(message, 422)
    store_result(upload.pk)  # its stills
    return upload.generation
