"""Keyframe: an end of a generation that points at a clip's frame or an image. Chains are read off these."""

from pathlib import Path

from django.db import models
from django.db.models import Q


class End(models.TextChoices):
    FRAME0 = "frame0"  # it starts here
    FRAME1 = "frame1"  # it ends here


class Edge(models.TextChoices):
    FIRST = "first"
    LAST = "last"


NATURAL_EDGE = {End.FRAME0: Edge.LAST, End.FRAME1: Edge.FIRST}  # a continuation, or a lead-in


class Keyframe(models.Model):
    """`source` with `edge`: the first or last frame of a clip; else `image`.

    as_picture: our own stored frame is sent even where the provider knows the clip (it refused the id once).
    """

    generation = models.ForeignKey("projects.Generation", models.PROTECT, related_name="keyframes")
    end = models.CharField(max_length=6, choices=End.choices)
    source = models.ForeignKey("projects.Generation", models.PROTECT, null=True, related_name="grown")
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
        """Where its picture is stored on this machine."""
        if self.source:
            return self.source.picture(f"{self.edge}.png")
        assert self.image is not None  # a keyframe has a source or an image
        return self.image.path

    @property
    def continues(self) -> bool:
        """Whether the provider's own clip can stand here by its id: frame0 its end, frame1 its start."""
        return bool(self.source_id) and not self.as_picture and self.edge == NATURAL_EDGE[End(self.end)]
