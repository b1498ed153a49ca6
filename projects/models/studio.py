"""Studio: the settings of this installation, one row that the first run creates."""

from django.db import models, transaction

from projects.models.person import Person
from projects.models.project import Project, Role

FIRST_PROJECT = "First project"


class AlreadySetUp(Exception):
    """The studio already has an admin."""


class Studio(models.Model):
    """name: as clients know it; empty: Dailies.
    default_engine, default_model: preselected in the composer; empty: what each person used last.
    secret_check: a text sealed with the secret key, which shows whether it still is the same key.
    """

    LONGEST_NAME = 60

    only = models.BooleanField(primary_key=True, default=True)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    default_engine = models.CharField(max_length=20, blank=True)
    default_model = models.CharField(max_length=60, blank=True)
    secret_check = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="only_one_studio")]

    def __str__(self) -> str:
        return "This studio"

    @classmethod
    def load(cls) -> "Studio":
        """Return the row; create it if it is missing."""
        return cls.objects.get_or_create(only=True)[0]

    @classmethod
    def load_name(cls) -> str:
        """Return the name that an admin gave the studio, or ""."""
        return cls.objects.values_list("name", flat=True).first() or ""

    @classmethod
    def lock(cls) -> None:
        """Lock the row, in a transaction: who makes what a studio has once waits here for the others."""
        cls.load()
        cls.objects.select_for_update().get()

    @classmethod
    @transaction.atomic
    def set_up(cls, email: str, password: str) -> tuple[Person, Project]:
        """Create the admin and their first project. Raise AlreadySetUp if somebody was faster."""
        cls.lock()
        if Person.objects.exists():
            raise AlreadySetUp
        owner = Person.objects.create_user(email, password, is_admin=True)
        return owner, adopt_projects(owner) or Project.create(FIRST_PROJECT, owner)


def adopt_projects(owner: Person) -> Project | None:
    """Give the owner all projects made in the shell before there was an account; return the oldest."""
    for project in Project.objects.filter(memberships=None).order_by("-pk"):
        project.memberships.create(person=owner, role=Role.OWNER)
    return Project.objects.filter(memberships__person=owner).order_by("pk").first()
