"""Event: an entry in a generation's history, with its actor and reason. Append only."""

from django.conf import settings
from django.db import models


class Event(models.Model):
    """kind: "moved" for a change of state (was -> now), or another event, such as "held" or "asked"."""

    generation = models.ForeignKey("projects.Generation", models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, default="moved")
    was = models.CharField(max_length=12, blank=True)
    now = models.CharField(max_length=12, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    message = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.was} -> {self.now}" if self.was else f"{self.kind} {self.now}"
