"""SavedFilter: a filter of a project's library that a person keeps under a name."""

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """query: the library's address behind the question mark."""

    LONGEST = 60

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="saved_filters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=LONGEST)
    query = models.TextField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "person", "name"], name="one_saved_filter_per_name")
        ]

    def __str__(self) -> str:
        return self.name
