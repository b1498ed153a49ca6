"""Timeline: an ordered list of shots, with every change to it, for undo.

Shot: a position on a timeline, its chosen take, and the range of frames used. A removed shot keeps its row
(active=False), so that undo restores it. Only projects/timeline/edits.py changes shots,
and renumber.py when a film was conformed.
"""

import uuid

from django.conf import settings
from django.db import models


class Timelines(models.QuerySet["Timeline"]):
    def active(self) -> "Timelines":
        return self.filter(archived_at=None)


class Timeline(models.Model):
    """revision: rises with every change; pages ask for changes since the revision they show."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="timelines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    revision = models.BigIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)

    objects = Timelines.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_number_per_timeline")]

    def __str__(self) -> str:
        return self.name


class Shot(models.Model):
    """start_frame, end_frame: the used frames of its take, without `end_frame`; None: to the last frame."""

    FIELDS = ("position", "generation_id", "start_frame", "end_frame", "active")  # what an edit may change

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    timeline = models.ForeignKey(Timeline, models.CASCADE, related_name="shots")
    position = models.CharField(max_length=200)
    generation = models.ForeignKey("projects.Generation", models.PROTECT, related_name="shots")
    start_frame = models.PositiveIntegerField(default=0)
    end_frame = models.PositiveIntegerField(null=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_frame=None) | models.Q(end_frame__gt=models.F("start_frame")),
                name="a_shot_has_a_frame",
            )
        ]

    def __str__(self) -> str:
        return f"{self.generation_id} at {self.position}"


class Change(models.Model):
    """An edit that somebody made. fields: {shot id: {field: [before, after]}}.

    An undone change can be redone until the next edit.
    """

    timeline = models.ForeignKey(Timeline, models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    description = models.CharField(max_length=120)  # "trimmed shot 3"
    fields = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["timeline", "number"], name="one_number_per_change")]

    def __str__(self) -> str:
        return self.description


class Cut(models.Model):
    """A saved version of a timeline ("Cut 3"). shots: see projects/timeline/saved_shots.py."""

    timeline = models.ForeignKey(Timeline, models.CASCADE, related_name="cuts")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    shots = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["timeline", "number"], name="one_number_per_cut")]

    def __str__(self) -> str:
        return self.name
