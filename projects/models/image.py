"""Image: a picture that can be a keyframe: an upload, a picture from a URL, or a frame of a clip."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models


class Image(models.Model):
    """The stored file is a PNG that we encode from the upload's pixels; `name` is only a label.

    source_url: the URL that it was fetched from. sha256: of the stored file. generation, frame: set if it
    is a frame of a clip. original, box: set if it is a crop: its box is left, top, width, height in pixels.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="images")
    name = models.CharField(max_length=120)
    source_url = models.URLField(max_length=2000, blank=True)
    generation = models.ForeignKey(
        "projects.Generation", models.PROTECT, null=True, related_name="frame_images"
    )
    frame = models.PositiveIntegerField(null=True)
    original = models.ForeignKey("self", models.PROTECT, null=True, related_name="crops")
    box = models.JSONField(null=True)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            # The same picture twice in a project is one picture.
            models.UniqueConstraint(fields=["project", "sha256"], name="one_image_per_picture"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "images" / str(self.id)

    @property
    def path(self) -> Path:
        return self.folder / "picture.png"

    @property
    def thumb(self) -> Path:
        return self.folder / "thumb.webp"
