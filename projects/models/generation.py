"""Generation: one request for one clip, and its progress.

    queued -> submitting -> submitted -> ready -> completed
       |          |  \\-> unconfirmed      |  \\-> submitted (the URL expired: ask for a new one)
       |          |         \\-> submitted, queued, cancelled
       v          v                       v
    cancelled   refused                 failed, result_lost -> submitted (late success)

An imported clip (`upload`) was never requested: it is created as completed, without attempts or cost.
projects/ledger/states.py lists every transition and its reason. Only projects/ledger/ changes `state`.
"""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from projects.models.deletion import Deletion
from projects.models.film_facts import FilmFacts
from projects.models.generation_rules import CONSTRAINTS, INDEXES
from projects.models.person import Person
from projects.models.project import Project
from projects.models.prompt import STILL
from projects.models.states import (
    MOVING,
    Hold,
    State,
)

IN_PROGRESS = Q(state__in=MOVING, ended_at=None)


class Generations(models.QuerySet["Generation"]):
    def visible_to(self, person: Person) -> "Generations":
        return self.filter(project__memberships__person=person)

    def not_deleted(self) -> "Generations":
        return self.filter(deleted_at=None)

    def in_api(self) -> "Generations":
        """Return those that API clients see."""
        return self.not_deleted().filter(api_deleted_at=None)

    def moving(self) -> "Generations":
        """Return those in progress. None of them has ended, which is what an index can find."""
        return self.filter(IN_PROGRESS)

    def queued(self) -> "Generations":
        return self.filter(state=State.QUEUED, ended_at=None)

    def for_cards(self) -> "Generations":
        """Load everything a card shows in a fixed number of queries."""
        rows = self.select_related("prompt", "created_by", "project", "api_key")
        return rows.prefetch_related("attempts", "keyframes__source__prompt", "keyframes__image")


class Generation(Deletion):
    """due_at: when the watcher checks it next, in any state. tries: failed attempts at the current step.
    stage, progress: the provider's last report ("queued", "generating"; 0 to 1). The stage "asked" means that
    a person has to decide.
    first_failure_at: the provider's first "failed". ready_at: when it first gave a URL of the video.
    api_deleted_at: when an API client deleted it. The API no longer shows it; the library still does.
    sha256, size: of the stored film. width_px to frames: of the working film. examined_at: when it was found
    to be plain, or was conformed; original_facts, conformed_size: why, and the working film's size.
    drawn: what a Preview clip shows of its prompt: {"staged": [{"noun", "count", "action"}], "not_staged":
    [words]}; empty for other engines' clips and for older ones.
    favorite: the take that people want. rating: 1 to 5; 0 is none.
    provider_id: the accepted attempt's, repeated here for this table's constraints.

    Set for the page that shows it: shot_numbers, {generation ID: number of its shot on the timeline};
    usual_s, how long such a clip usually takes; takes and takes_ready, how many takes its prompt has and how
    many are completed.
    """

    BEST = 5  # rating
    ORIGINAL = "original.mp4"  # beside film.mp4, if that was conformed

    shot_numbers: Mapping[uuid.UUID, int] = {}
    usual_s: float | None
    takes: int
    takes_ready: int

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="generations")
    prompt = models.ForeignKey("projects.Prompt", models.PROTECT, related_name="generations")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="generations"
    )
    api_key = models.ForeignKey("projects.ApiKey", models.PROTECT, null=True, related_name="generations")
    upload = models.OneToOneField("projects.Upload", models.PROTECT, null=True, related_name="generation")
    number = models.PositiveIntegerField()  # within its project: "clip 3"
    take = models.PositiveSmallIntegerField(default=1)
    seed = models.PositiveIntegerField(default=0)
    client_token = models.CharField(max_length=80)
    favorite = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField(default=0)
    tags = models.ManyToManyField("projects.Tag", related_name="generations")

    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    hold = models.CharField(max_length=8, choices=Hold.choices, blank=True, default=Hold.NONE)
    hold_message = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    progress = models.FloatField(null=True)
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    revision = models.BigIntegerField(default=0)
    quote_usd = models.DecimalField(max_digits=14, decimal_places=4, null=True)

    provider_id = models.CharField(max_length=200, blank=True)
    result_url = models.TextField(blank=True)
    first_failure_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.TextField(blank=True)
    provider_message = models.TextField(blank=True)

    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    width_px = models.PositiveIntegerField(null=True)
    height_px = models.PositiveIntegerField(null=True)
    fps_num = models.PositiveIntegerField(null=True)
    fps_den = models.PositiveIntegerField(null=True)
    frames = models.PositiveIntegerField(null=True)
    pictures_at = models.DateTimeField(null=True)
    examined_at = models.DateTimeField(null=True)
    original_facts = models.JSONField(default=dict, blank=True)
    conformed_size = models.PositiveBigIntegerField(null=True)
    drawn = models.JSONField(default=dict, blank=True)

    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    api_deleted_at = models.DateTimeField(null=True)

    objects = Generations.as_manager()

    class Meta:
        ordering = ["-created_at", "-number"]
        indexes = INDEXES
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.prompt.text[:40]}, take {self.take}"

    # -- questions ---------------------------------------------------------------------------------------

    def name_for(self, other: "Generation") -> str:
        """Return "shot 3" if both are on the timeline that is shown, else "clip 12"."""
        number = self.shot_numbers.get(other.pk)
        if number:
            return _("shot %(number)s") % {"number": number}
        return _("clip %(number)s") % {"number": other.number}

    @property
    def is_moving(self) -> bool:
        return self.state in MOVING

    @property
    def is_imported(self) -> bool:
        return self.upload_id is not None

    @property
    def is_still(self) -> bool:
        """Return True if it only holds a picture."""
        return self.prompt.model == STILL

    @property
    def is_generated(self) -> bool:
        """Return True if an engine made it from a prompt: it has takes, and its credentials say so."""
        return not (self.is_imported or self.is_still)

    @property
    def is_playable(self) -> bool:
        return self.state == State.COMPLETED and not self.is_preparing and not self.is_unreadable

    @property
    def needs_preparation(self) -> bool:
        """Return True for a stored film that wasn't examined yet, or has no stills."""
        is_done = self.pictures_at and self.examined_at
        return self.state == State.COMPLETED and not is_done and not self.error_code

    @property
    def is_preparing(self) -> bool:
        """Return True while a stored film is examined, conformed or drawn for the first time."""
        return self.needs_preparation and not self.pictures_at and self.due_at is not None

    @property
    def is_unreadable(self) -> bool:
        return self.state == State.COMPLETED and bool(self.error_code)

    @property
    def fps(self) -> Fraction | None:
        return Fraction(self.fps_num, self.fps_den) if self.fps_num else None

    @property
    def film_facts(self) -> FilmFacts:
        """Return the size, length and rate of its video; only a completed generation has one."""
        assert self.width_px and self.height_px and self.frames and self.fps
        return FilmFacts(self.width_px, self.height_px, self.frames, self.fps)

    @property
    def seconds(self) -> float | None:
        return float(self.frames / self.fps) if self.frames and self.fps else None

    @property
    def cost_usd(self) -> Decimal | None:
        """Return the sum of the attempts' known costs, or None if the provider reported none."""
        known = [attempt.cost_usd for attempt in self.attempts.all() if attempt.cost_usd is not None]
        return sum(known, Decimal()) if known else None

    # -- files -------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "clips" / str(self.id)

    @property
    def video(self) -> Path:
        """Return the path of the working film: the stored one, or the plain one that was made of it."""
        return self.folder / "film.mp4"

    @property
    def original(self) -> Path:
        """Return the path of the stored film, as it arrived."""
        kept = self.folder / self.ORIGINAL
        return kept if kept.exists() else self.video

    @property
    def is_file_missing(self) -> bool:
        """Return True if somebody deleted the video of this finished clip."""
        return self.is_playable and not self.video.exists()

    def picture(self, name: str) -> Path:
        """Return the path of poster.webp, strip.webp, first.png or last.png."""
        return self.folder / name


def next_number(project: Project) -> int:
    """Return the next free clip number. Call it in the transaction that uses it, project locked."""
    last = Generation.objects.filter(project=project).aggregate(last=models.Max(F("number")))["last"]
    return (last or 0) + 1
