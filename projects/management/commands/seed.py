"""Fill an empty studio with clips that have no videos, for load tests."""

import time

from django.core.management.base import BaseCommand, CommandError

from projects.models.studio import AlreadySetUp
from projects.seeding.studio import fill, gather_statistics

EMAIL, PASSWORD = "owner@example.com", "a long passphrase 1"


class Command(BaseCommand):
    help = "Fill an empty studio with many clips for load tests. They have no videos and cost nothing."

    def add_arguments(self, parser):
        parser.add_argument("--clips", type=int, default=100_000, metavar="N", help="of the large project")
        parser.add_argument("--email", default=EMAIL, help=f"of the owner (default: {EMAIL})")
        parser.add_argument("--password", default=PASSWORD, help=f"of the owner (default: “{PASSWORD}”)")

    def handle(self, *, clips: int, email: str, password: str, **options):
        if clips < 0:
            raise CommandError("--clips must be 0 or more.")
        began = time.monotonic()
        try:
            fill(email, password, clips)
        except AlreadySetUp as error:
            raise CommandError(
                "This studio already has accounts. Point DAILIES_DATA at an empty folder."
            ) from error
        gather_statistics()
        self.stdout.write(f"{clips} clips after {time.monotonic() - began:.0f} s. Sign in as {email}.")
