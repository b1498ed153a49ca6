"""Measure the space that the studio's files take, and the space that is left."""

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from projects.models import Generation, Image

MB = 1024 * 1024
STORED = F("size") + Coalesce("conformed_size", 0)  # a clip's two films


@dataclass(frozen=True)
class DiskSpace:
    """Sizes in bytes; those of clips and images are from the database."""

    folder: str
    clips: int
    clips_bytes: int
    images: int
    images_bytes: int
    total_bytes: int
    free_bytes: int
    minimum_bytes: int

    @property
    def is_low(self) -> bool:
        return self.free_bytes < self.minimum_bytes

    @property
    def used_share(self) -> float:
        return 1 - self.free_bytes / self.total_bytes


def free_bytes() -> int:
    """Return the free space of the disk that holds DAILIES_DATA."""
    return shutil.disk_usage(settings.DATA).free


def measure() -> DiskSpace:
    """Return the usage of the disk that holds DAILIES_DATA."""
    clips = Generation.objects.filter(size__gt=0, files_deleted_at=None).aggregate(
        n=Count("pk"), bytes=Sum(STORED)
    )
    images = Image.objects.aggregate(n=Count("pk"), bytes=Sum("size"))
    disk = shutil.disk_usage(settings.DATA)
    return DiskSpace(
        folder=str(settings.DATA),
        clips=clips["n"],
        clips_bytes=clips["bytes"] or 0,
        images=images["n"],
        images_bytes=images["bytes"] or 0,
        total_bytes=disk.total,
        free_bytes=disk.free,
        minimum_bytes=settings.MIN_FREE_MB * MB,
    )
