"""Upload: a film that somebody brings, and the origin of the clip that it becomes."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """size: in bytes, as announced. name: the file's name where it came from, only a label.

    The length of `file` says how much has arrived. The render of an upload that has arrived checks it and
    makes the clip, whose `upload` it then is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="uploads"
    )
    api_key = models.ForeignKey("projects.ApiKey", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="an_upload_has_bytes"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def file(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "uploads" / f"{self.id}.part"

    @property
    def arrived(self) -> int:
        """Return how many bytes have arrived."""
        return self.file.stat().st_size if self.file.exists() else 0

    @property
    def can_be_checked(self) -> bool:
        """Return True if all of it has arrived and is still there."""
        return self.arrived == self.size

    @property
    def percent(self) -> int:
        return 100 * self.arrived // self.size
