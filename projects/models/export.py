"""Export: one file that somebody asked for: a film or a bundle of a cut, and how far it is.

    waiting -> making -> ready
       |         |  \\-> failed
       v         v
    cancelled  cancelled

The shots are written down when it is asked for: what is made is what was seen then. A worker holds it by a
lease; when the worker dies the lease runs out and another one begins anew.
"""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models


class ExportState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class ExportFormat(models.TextChoices):
    MP4 = "mp4", "Film (mp4)"
    BUNDLE = "bundle", "Bundle for editors (zip)"


SIZES = {"source": "As made", "720p": "720p", "1080p": "1080p", "4k": "4K"}
SUFFIXES = {ExportFormat.MP4: ".mp4", ExportFormat.BUNDLE: ".zip"}
UNFINISHED = (ExportState.WAITING, ExportState.MAKING)


class Export(models.Model):
    """left: how long it will still take, in words; set for the list of exports."""

    left: str

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    timeline = models.ForeignKey("projects.Timeline", models.CASCADE, related_name="exports")
    name = models.CharField(max_length=120)
    format = models.CharField(max_length=6, choices=ExportFormat)
    size_name = models.CharField(max_length=6, choices=SIZES, default="source")
    labelled = models.BooleanField(default=False)  # "Made with AI" in the picture
    includes_prompts = models.BooleanField(default=False)  # in the film's credentials, not only as a hash
    shots = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    client_token = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=ExportState, default=ExportState.WAITING)
    progress = models.FloatField(default=0)
    words = models.CharField(max_length=300, blank=True)  # why it failed
    tries = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    bytes = models.PositiveBigIntegerField(null=True)
    frames = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["timeline", "client_token"], name="one_export_per_token")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.format})"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def is_there(self) -> bool:
        """Its file can be had; a swept one's cannot."""
        return self.state == ExportState.READY and self.bytes is not None

    @property
    def fate(self) -> str:
        """What became of one that has no file."""
        return "Swept" if self.state == ExportState.READY else self.get_state_display()

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "exports" / str(self.id)

    @property
    def file(self) -> Path:
        return self.folder / f"film{SUFFIXES[ExportFormat(self.format)]}"
