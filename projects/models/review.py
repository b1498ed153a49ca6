"""Review: a version that people discuss, a saved cut or a single take. Note, Verdict: their feedback.

The author of a note or verdict is a person with an account or a guest with a share link, never both.
"""

import uuid
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.person import Person
from projects.models.share_link import Guest
from studio.media import drawings, timecode
from studio.text import fold

ONE_AUTHOR = Q(person__isnull=False, guest=None) | Q(person=None, guest__isnull=False)


class Review(models.Model):
    """It has its own film, so that the version never changes. shots: see timeline/saved_shots.py.
    revision: rises with each note and verdict.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="reviews")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    cut = models.OneToOneField("projects.Cut", models.CASCADE, null=True, related_name="review")
    generation = models.OneToOneField("projects.Generation", models.PROTECT, null=True, related_name="review")
    shots = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.BigIntegerField(default=0)
    frames = models.PositiveIntegerField(null=True)
    fps_num = models.PositiveIntegerField(null=True)
    fps_den = models.PositiveIntegerField(null=True)
    width_px = models.PositiveIntegerField(null=True)
    height_px = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_number_per_review"),
            models.CheckConstraint(
                condition=Q(cut__isnull=False, generation=None) | Q(cut=None, generation__isnull=False),
                name="a_cut_or_a_take",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def version_name(self) -> str:
        """Return "Cut 3" beside the project's name, or which clip it is."""
        return self.cut.name if self.cut else self.name

    @property
    def picture_frame(self) -> int:
        """Return the frame that stands for the version in lists: the first ones may be dark."""
        return (self.frames or 0) // 3

    @property
    def is_waiting(self) -> bool:
        """Return True until all of its shots are ready, and its film is requested."""
        return not hasattr(self, "render")

    @property
    def is_ready(self) -> bool:
        return bool(self.frames) and self.video.exists()

    @property
    def fps(self) -> Fraction:
        return Fraction(self.fps_num or 24, self.fps_den or 1)

    @property
    def ratio(self) -> float:
        """Return height / width: the height of the picture in the coordinates of drawings."""
        return (self.height_px or 9) / (self.width_px or 16)

    @property
    def video(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "reviews" / str(self.pk) / "film.mp4"


class Note(models.Model):
    """Text at a frame, or from `frame` to `end_frame` (included). A reply has a parent. drawing: see
    studio/media/drawings.py. take: the generation requested because of it. revision: that of the review when
    the note, or a reply to it, last changed. search_text: the text, folded.

    Set for the page that shows it: thread, its replies; outcome, its result in the next version; is_mine,
    True if the visitor wrote it.
    """

    thread: "list[Note]"
    outcome: str
    is_mine: bool

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, models.CASCADE, related_name="notes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    guest = models.ForeignKey("projects.Guest", models.PROTECT, null=True, related_name="+")
    frame = models.PositiveIntegerField()
    end_frame = models.PositiveIntegerField(null=True)
    text = models.TextField()
    search_text = models.TextField(blank=True, editable=False)
    drawing = models.JSONField(default=list)
    client_token = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    revision = models.BigIntegerField(default=0)
    take = models.ForeignKey("projects.Generation", models.PROTECT, null=True, related_name="source_notes")

    class Meta:
        ordering = ["frame", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "client_token"], name="one_note_per_token"),
            models.CheckConstraint(condition=ONE_AUTHOR, name="a_note_has_one_voice"),
            models.CheckConstraint(
                condition=Q(end_frame=None) | Q(end_frame__gt=models.F("frame")), name="a_range_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = fold(self.text)
        super().save(*args, **kwargs)

    @property
    def author(self) -> Person | Guest | None:
        return self.person or self.guest

    @property
    def time(self) -> str:
        """Return "00:00:08:06", or "00:00:08:06 – 00:00:09:12" for a range."""
        fps = self.review.fps
        end = f" – {timecode.format_timecode(self.end_frame, fps)}" if self.end_frame else ""
        return timecode.format_timecode(self.frame, fps) + end

    @property
    def drawing_paths(self) -> list[tuple[str, str]]:
        """Return (color, SVG path) for each stroke of the drawing."""
        return drawings.make_paths(self.drawing)


class VerdictKind(models.TextChoices):
    APPROVED = "approved", _("Approved")
    CHANGES = "changes", _("Changes requested")


class Verdict(models.Model):
    """An author's decision about this version. A second decision replaces the first."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="verdicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    guest = models.ForeignKey("projects.Guest", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=VerdictKind)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="one_verdict_per_person"),
            models.UniqueConstraint(fields=["review", "guest"], name="one_verdict_per_guest"),
            models.CheckConstraint(condition=ONE_AUTHOR, name="a_verdict_has_one_voice"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.kind}"

    @property
    def author(self) -> Person | Guest | None:
        return self.person or self.guest
