"""Project: the container of clips, timelines and reviews. Membership: a person's role in it."""

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from projects.models.person import Person
from studio.media import rates


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    VIEWER = "viewer", _("Viewer")


EDITORS = (Role.OWNER, Role.EDITOR)  # the roles that generate and edit clips


class Projects(models.QuerySet["Project"]):
    def visible_to(self, person: Person) -> "Projects":
        """Return the projects this person is a member of; all others don't exist for them."""
        return self.filter(memberships__person=person)

    def active(self) -> "Projects":
        """Return the projects that are not archived."""
        return self.filter(archived_at=None)


class Project(models.Model):
    """revision: rises with every change to a generation, so that pages can ask for changes since a revision.
    frame_rate: of its timelines and films, a name of media/rates.STANDARD; "" until the first clip is stored.
    confirm_above_usd: a request that costs more is confirmed first (None: never).
    role, may_spend: of the person who makes the HTTP request, set by `core.access.project_for`.
    """

    role: str
    may_spend = True

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    aspect_ratio = models.CharField(max_length=5, default="16:9")
    frame_rate = models.CharField(max_length=6, blank=True)
    budget_usd = models.DecimalField(
        "monthly budget in US dollars",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    confirm_above_usd = models.DecimalField(
        max_digits=9, decimal_places=2, null=True, blank=True, default=5, validators=[MinValueValidator(0)]
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

    @property
    def fps(self) -> Fraction:
        return rates.STANDARD[self.frame_rate or rates.USUAL]

    @classmethod
    def choose_frame_rate(cls, pk: int, fps: Fraction) -> None:
        """Take the frame rate of a clip that was stored, unless the project has one."""
        cls.objects.filter(pk=pk, frame_rate="").update(frame_rate=rates.find_name(fps) or rates.USUAL)

    @classmethod
    @transaction.atomic
    def create(cls, name: str, owner: Person, **fields: Any) -> "Project":
        """Create a project with a slug of its own and `owner` as its first member."""
        project = cls(name=name, **fields)
        while project.pk is None:
            project.slug = free_slug(name)
            try:
                with transaction.atomic():
                    project.save()
            except IntegrityError:
                if not cls.objects.filter(slug=project.slug).exists():  # or somebody took it meanwhile
                    raise
        project.memberships.create(person=owner, role=Role.OWNER)
        return project

    def role_of(self, person: Person) -> str:
        """Return the person's role, or "" if they aren't a member."""
        roles = self.memberships.filter(person=person).values_list("role", flat=True)
        return roles[0] if roles else ""

    def allows(self, person: Person | None, roles: tuple[str, ...] = tuple(Role)) -> bool:
        """Return True if the person has one of these roles now. None is the shell, which may do everything.

        Whatever a member gave out (links, invitations, keys, webhooks) lasts no longer than this.
        """
        active = self.memberships.filter(person=person, person__is_active=True, role__in=roles)
        return person is None or active.exists()


class Membership(models.Model):
    """may_spend: if False, every paid clip needs an owner's approval. cap_usd: so does spending above this
    amount in a month.

    typed_cap, reasons: what a form has in place of the cap and why it is refused, set for the members' page.
    """

    typed_cap: Any
    reasons: list[str]

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
    """Return a slug for the name that no project has yet."""
    base = slugify(name)[:50] or "project"
    taken = set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
