"""Measure the space that the studio's files take, and the space that is left."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from projects.models import Export, Generation, Image, Person, Project

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


@dataclass
class ProjectUsage:
    """What a project's files take. clips: without those in the bin. is_member: this person may open it."""

    name: str
    slug: str
    is_member: bool
    clips_bytes: int = 0
    bin_bytes: int = 0
    images_bytes: int = 0
    exports_bytes: int = 0

    @property
    def total_bytes(self) -> int:
        return self.clips_bytes + self.bin_bytes + self.images_bytes + self.exports_bytes


def measure_projects(person: Person) -> list[ProjectUsage]:
    """Return what each project takes, the largest first; those that take nothing are left out."""
    mine = set(person.memberships.values_list("project", flat=True))
    usage = {
        pk: ProjectUsage(name, slug, pk in mine)
        for pk, name, slug in Project.objects.values_list("pk", "name", "slug")
    }
    stored = Generation.objects.filter(size__gt=0, files_deleted_at=None)
    films = stored.order_by().values_list("project").annotate(all=Sum(STORED))
    films = films.annotate(bin=Sum(STORED, filter=Q(deleted_at__isnull=False)))
    for pk, both, in_bin in films:
        usage[pk].bin_bytes = in_bin or 0
        usage[pk].clips_bytes = both - usage[pk].bin_bytes
    parts = {
        "images_bytes": sum_by(Image.objects.all(), "project", F("size")),
        "exports_bytes": sum_by(Export.objects.filter(bytes__gt=0), "timeline__project", F("bytes")),
    }
    for part, sums in parts.items():
        for pk, size in sums:
            setattr(usage[pk], part, size)
    return sorted((one for one in usage.values() if one.total_bytes), key=lambda one: -one.total_bytes)


def sum_by(rows: QuerySet[Any], project: str, size: CombinedExpression | F) -> Iterable[tuple[int, int]]:
    """Return (ID of the project, sum) of these rows, which refer to their project by this field."""
    sums: Iterable[tuple[int, int]] = rows.order_by().values_list(project).annotate(bytes=Sum(size))
    return sums


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
