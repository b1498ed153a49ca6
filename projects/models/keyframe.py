"""Keyframe: the first or last frame of a generation, taken from a clip or an image. They form the chains."""

from pathlib import Path

from django.db import models
from django.db.models import Q


class End(models.TextChoices):
    FRAME0 = "frame0"  # the first frame
    FRAME1 = "frame1"  # the last frame


class Edge(models.TextChoices):
    FIRST = "first"
    LAST = "last"


NATURAL_EDGE = {End.FRAME0: Edge.LAST, End.FRAME1: Edge.FIRST}  # extend, or prepend


class Keyframe(models.Model):
    """`source` with `edge`: the first or last frame of a clip; otherwise `image`.

    as_picture: send our stored frame instead of the provider's clip ID, which the provider refused before.
    """

    generation = models.ForeignKey("projects.Generation", models.PROTECT, related_name="keyframes")
    end = models.CharField(max_length=6, choices=End.choices)
    source = models.ForeignKey("projects.Generation", models.PROTECT, null=True, related_name="extensions")
    edge = models.CharField(max_length=5, choices=Edge.choices, blank=True)
    image = models.ForeignKey("projects.Image", models.PROTECT, null=True, related_name="keyframes")
    as_picture = models.BooleanField(default=False)

    class Meta:
        ordering = ["end"]
        constraints = [
            models.UniqueConstraint(fields=["generation", "end"], name="one_keyframe_per_end"),
            models.CheckConstraint(
                condition=Q(source__isnull=False, image=None) & ~Q(edge="")
                | Q(source=None, image__isnull=False, edge=""),
                name="a_clip_or_an_image",
            ),
            models.CheckConstraint(condition=~Q(source=models.F("generation")), name="not_its_own_keyframe"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.end}: {self.edge} frame of {self.source_id}"
            if self.source_id
            else f"{self.end}: {self.image_id}"
        )

    @property
    def picture(self) -> Path:
        """Return the path of its picture."""
        if self.source:
            return self.source.picture(f"{self.edge}.png")
        assert self.image is not None  # a keyframe has a source or an image
        return self.image.path

    @property
    def continues(self) -> bool:
        """Return True if the provider's ID of the clip can be sent: frame0 is its end, frame1 its start."""
        return bool(self.source_id) and not self.as_picture and self.edge == NATURAL_EDGE[End(self.end)]
