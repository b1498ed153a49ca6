"""Presence: a visitor has a review open in a browser now."""

from django.conf import settings
from django.db import models

from projects.models.person import Person
from projects.models.review import ONE_AUTHOR
from projects.models.share_link import Guest


class Presence(models.Model):
    """leads: the other players follow this one. It was at `frame` at `moved_at`; `plays`: it was playing."""

    review = models.ForeignKey("projects.Review", models.CASCADE, related_name="present")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    guest = models.ForeignKey("projects.Guest", models.CASCADE, null=True, related_name="+")
    seen_at = models.DateTimeField()
    leads = models.BooleanField(default=False)
    frame = models.PositiveIntegerField(default=0)
    plays = models.BooleanField(default=False)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="one_presence_per_person"),
            models.UniqueConstraint(fields=["review", "guest"], name="one_presence_per_guest"),
            models.CheckConstraint(condition=ONE_AUTHOR, name="a_presence_has_one_voice"),
        ]

    def __str__(self) -> str:
        return str(self.author)

    @property
    def author(self) -> Person | Guest | None:
        return self.person or self.guest
