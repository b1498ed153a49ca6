"""`manage.py backup FILE`: save the whole studio in one file, while it runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from studio.processes.backup import write_backup


class Command(BaseCommand):
    help = "Save database, secrets, clips and images in one file. The studio may run meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, such as studio.tar")
        parser.add_argument("--no-media", action="store_true", help="leave out clips and images")

    def handle(self, *args: Any, file: Path, no_media: bool, **options: Any) -> None:
        write_backup(file, media=not no_media)
        self.stdout.write(f"Saved {file} ({file.stat().st_size / 1000**2:.1f} MB).")
        self.stdout.write("It contains secrets: keep it as safe as your provider keys.")
        if not (settings.DATA / "secret_key").exists():
            self.stdout.write("DAILIES_SECRET_KEY is not in it. Keep it, too: saved keys need it.")
