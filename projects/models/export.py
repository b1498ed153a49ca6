"""Export: a film, or an editing bundle, of a timeline.

It stores the shots as they were when it was requested. Its state and progress are those of its render
(projects/models/render.py).
"""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.render import Render, RenderState


class ExportFormat(models.TextChoices):
    MP4 = "mp4", _("Film (MP4)")
    BUNDLE = "bundle", _("Editing bundle (ZIP)")


SIZES = {"source": _("Original"), "720p": "720p", "1080p": "1080p", "4k": "4K"}
SUFFIXES = {ExportFormat.MP4: ".mp4", ExportFormat.BUNDLE: ".zip"}


class Export(models.Model):
    """time_left: the remaining time, as text; set for the list of exports."""

    time_left: str
    render: Render

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    timeline = models.ForeignKey("projects.Timeline", models.CASCADE, related_name="exports")
    name = models.CharField(max_length=120)
    format = models.CharField(max_length=6, choices=ExportFormat)
    size_name = models.CharField(max_length=6, choices=SIZES, default="source")
    labeled = models.BooleanField(default=False)  # "Made with AI" in the picture
    includes_prompts = models.BooleanField(default=False)  # in the film's credentials, not only as a hash
    shots = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    client_token = models.CharField(max_length=80)
    bytes = models.PositiveBigIntegerField(null=True)
    frames = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["timeline", "client_token"], name="one_export_per_token")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.format})"

    @property
    def state(self) -> str:
        return self.render.state

    @property
    def progress(self) -> float:
        return self.render.progress

    @property
    def is_unfinished(self) -> bool:
        return self.render.is_unfinished

    @property
    def has_file(self) -> bool:
        """Return True if its file can be downloaded; old files are deleted to make room."""
        return self.state == RenderState.READY and self.bytes is not None

    @property
    def status_text(self) -> str:
        """Return the status to show when there is no file to download."""
        return str(_("Deleted")) if self.state == RenderState.READY else self.render.get_state_display()

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "exports" / str(self.id)

    @property
    def file(self) -> Path:
        return self.folder / f"film{SUFFIXES[ExportFormat(self.format)]}"
