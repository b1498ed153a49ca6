"""`manage.py restore FILE`: replace this studio by the one in a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from studio.processes.restore import restore


class Command(BaseCommand):
    help = "Replace database, secrets, clips and images by those in a backup. Stop the studio first."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `manage.py backup` wrote")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        old, manifest = restore(file)
        self.stdout.write(f"Restored the studio of {manifest['made_at'][:16].replace('T', ' ')} UTC.")
        if not manifest["media"]:
            self.stdout.write("The backup has no clips and images; those that were here are still here.")
        self.stdout.write(f"What was here before is in {old}; delete it once you need it no more.")
        self.stdout.write("Start the studio. It looks up what was ordered since the backup, and adopts it.")
