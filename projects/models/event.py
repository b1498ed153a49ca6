"""Event: an entry in a generation's history, with its actor and reason. Append only."""

from django.conf import settings
from django.db import models


class Event(models.Model):
    """kind: "moved" for a change of state (was -> now), or another event, such as "held" or "asked".

    project: that of the generation, for the list of its latest events.
    """

    generation = models.ForeignKey("projects.Generation", models.PROTECT, related_name="events")
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=12, default="moved")
    was = models.CharField(max_length=12, blank=True)
    now = models.CharField(max_length=12, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    message = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["project", "-id"], name="event_of_a_project")]

    def __str__(self) -> str:
        return f"{self.was} -> {self.now}" if self.was else f"{self.kind} {self.now}"
