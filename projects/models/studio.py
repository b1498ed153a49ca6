"""Studio: the one row about this installation, and the door of its first run."""

from django.db import models, transaction

from projects.models.person import Person
from projects.models.project import Project, Role

FIRST_PROJECT = "First film"


class AlreadyBegun(Exception):
    """Somebody owns this studio already."""


class Studio(models.Model):
    """default_engine, default_model: what the composer begins with; empty: the best engine that is ready."""

    only = models.BooleanField(primary_key=True, default=True)
    default_engine = models.CharField(max_length=20, blank=True)
    default_model = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="only_one_studio")]

    def __str__(self) -> str:
        return "This studio"

    @classmethod
    def here(cls) -> "Studio":
        return cls.objects.get_or_create(only=True)[0]

    @classmethod
    @transaction.atomic
    def begin(cls, email: str, password: str) -> tuple[Person, Project]:
        """The first run: its owner and their first project. Raises AlreadyBegun for all who come later."""
        cls.here()
        cls.objects.select_for_update().get()  # of two first runs at once, the second waits here
        if Person.objects.exists():
            raise AlreadyBegun
        owner = Person.objects.create_user(email, password, is_admin=True)
        return owner, adopted(owner) or Project.begin(FIRST_PROJECT, owner)


def adopted(owner: Person) -> Project | None:
    """What was made in the shell before anybody had an account belongs to the first owner."""
    for project in Project.objects.filter(memberships=None).order_by("-pk"):
        project.memberships.create(person=owner, role=Role.OWNER)
    return Project.objects.filter(memberships__person=owner).order_by("pk").first()
