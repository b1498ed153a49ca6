"""Project: a film in the making, its members, and the mark that tells pages what changed."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.text import slugify

from projects.models.person import Person


class Role(models.TextChoices):
    OWNER = "owner"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    VIEWER = "viewer"


MAKERS = (Role.OWNER, Role.EDITOR)  # who makes and arranges clips


class Projects(models.QuerySet["Project"]):
    def visible_to(self, person: Person) -> "Projects":
        """The projects that this person is a member of; everything else does not exist for them."""
        return self.filter(memberships__person=person)

    def active(self) -> "Projects":
        return self.filter(archived_at=None)


class Project(models.Model):
    """`revision` rises with every change to one of its generations: pages ask "anything since N?".
    role: that of the person who asks, set by `core.access.project_for`.
    """

    role: str

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    aspect_ratio = models.CharField(max_length=5, default="16:9")
    fps = models.PositiveSmallIntegerField(default=24)
    budget_usd = models.DecimalField(
        "monthly budget in US dollars",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    revision = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = Projects.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(budget_usd=None) | models.Q(budget_usd__gte=0),
                name="project_budget_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def begin(cls, name: str, owner: Person, **fields: Any) -> "Project":
        """A new project with `owner` as its owner and an address of its own."""
        project = cls.objects.create(name=name, slug=free_slug(name), **fields)
        project.memberships.create(person=owner, role=Role.OWNER)
        return project

    def role_of(self, person: Person) -> str:
        found = self.memberships.filter(person=person).values_list("role", flat=True)
        return found[0] if found else ""


class Membership(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices)
    may_spend = models.BooleanField(default=True)
    cap_usd = models.DecimalField(
        max_digits=9, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.person}, {self.role} of {self.project}"


def free_slug(name: str) -> str:
    base = slugify(name)[:50] or "film"
    taken = set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
