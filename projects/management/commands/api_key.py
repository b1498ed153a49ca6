"""A key for another program, made in the shell."""

from decimal import Decimal, InvalidOperation

from django.core.management.base import BaseCommand, CommandError

from projects.api import keys
from projects.management.commands.generate import find_project
from projects.models import Role, Scope


class Command(BaseCommand):
    help = "Make a key with which another program may use this studio's API, and print it as the last line."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="what it is for; clips that it makes say so")
        parser.add_argument("--project", metavar="SLUG", help="default: the oldest project")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.WRITE)
        parser.add_argument("--cap", metavar="USD", help="the most that it may spend in all")
        parser.add_argument(
            "--preview", action="store_true", help="draw everything with Preview, whatever model is named"
        )

    def handle(self, **told):
        name = told["name"].strip()
        if not 0 < len(name) <= 60:
            raise CommandError("--name takes 1 to 60 characters.")
        project = find_project(told["project"])
        owner = project.memberships.filter(role=Role.OWNER).order_by("pk").first()
        made, text = keys.make(
            project,
            owner and owner.person,
            name=name,
            scope=told["scope"],
            cap_usd=dollars(told["cap"]),
            preview_only=told["preview"],
        )
        may = "reads" if made.scope == Scope.READ else "reads and makes clips"
        cap = "" if made.cap_usd is None else f" and spends at most ${made.cap_usd:.2f}"
        self.stdout.write(f"This key {may} in “{project}”{cap}. It is shown this once:")
        self.stdout.write(text)


def dollars(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        cap = Decimal(text.removeprefix("$"))
    except InvalidOperation:
        cap = Decimal(-1)
    if not cap.is_finite() or not 0 <= cap < 10_000_000:
        raise CommandError(f"--cap takes dollars, such as 20 or 7.50, not {text!r}.")
    return round(cap, 2)
