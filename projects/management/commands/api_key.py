"""Create an API key in the shell."""

from decimal import Decimal, InvalidOperation

from django.core.management.base import BaseCommand, CommandError

from projects.api import keys
from projects.management.commands.generate import find_project
from projects.models import ApiKey, Role, Scope
from studio.text import drop_control_characters


class Command(BaseCommand):
    help = "Create an API key, with which a program can use this studio's API. Prints it as the last line."

    def add_arguments(self, parser):
        parser.add_argument(
            "--name",
            type=drop_control_characters,
            required=True,
            help="name of the key, shown with its clips",
        )
        parser.add_argument("--project", metavar="SLUG", help="default: the oldest project")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.WRITE)
        parser.add_argument("--cap", metavar="USD", help="spending cap for the key's whole life")
        parser.add_argument("--preview", action="store_true", help="draw every model with the free Preview")

    def handle(self, **options):
        name = options["name"].strip()
        if not 0 < len(name) <= 60:
            raise CommandError("--name must have 1 to 60 characters.")
        project = find_project(options["project"])
        owner = project.memberships.filter(role=Role.OWNER).order_by("pk").first()
        key, text = keys.create(
            project,
            owner.person if owner else None,
            name=name,
            scope=options["scope"],
            cap_usd=parse_usd(options["cap"]),
            preview_only=options["preview"],
        )
        self.stdout.write(f"{describe(key)} Copy it now; it won't be shown again:")
        self.stdout.write(text)


def describe(key: ApiKey) -> str:
    may = "read" if key.scope == Scope.READ else "read and generate clips"
    cap = "" if key.cap_usd is None else f" and spend at most ${key.cap_usd:.2f}"
    return f"This API key can {may} in “{key.project}”{cap}."


def parse_usd(text: str | None) -> Decimal | None:
    """Return "20" or "$7.50" as an amount. Raise CommandError."""
    if text is None:
        return None
    try:
        cap = Decimal(text.removeprefix("$"))
    except InvalidOperation:
        cap = Decimal(-1)
    if not cap.is_finite() or not 0 <= cap < 10_000_000:
        raise CommandError(f"--cap needs an amount in dollars, such as 20 or 7.50, not {text!r}.")
    return round(cap, 2)
