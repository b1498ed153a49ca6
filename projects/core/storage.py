"""Where the studio's films lie, how much they take, and how much room is left."""

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Sum

from projects.models import Generation, Image

MB = 1024 * 1024


@dataclass(frozen=True)
class Room:
    """Sizes in bytes; clips and images as the database counts them."""

    folder: str
    clips: int
    clips_bytes: int
    images: int
    images_bytes: int
    total_bytes: int
    free_bytes: int
    minimum_bytes: int

    @property
    def is_full(self) -> bool:
        return self.free_bytes < self.minimum_bytes

    @property
    def used_share(self) -> float:
        return 1 - self.free_bytes / self.total_bytes


def room() -> Room:
    clips = Generation.objects.filter(size__gt=0).aggregate(n=Count("pk"), bytes=Sum("size"))
    images = Image.objects.aggregate(n=Count("pk"), bytes=Sum("size"))
    disk = shutil.disk_usage(settings.DATA)
    return Room(
        str(settings.DATA),
        clips["n"],
        clips["bytes"] or 0,
        images["n"],
        images["bytes"] or 0,
        disk.total,
        disk.free,
        settings.MIN_FREE_MB * MB,
    )
