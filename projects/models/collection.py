"""Collection: clips of a project that people gather under a name. A clip can be in many."""

from django.conf import settings
from django.db import models


class Collection(models.Model):
    """key: the name, folded: "Café" and "cafe" are one collection."""

    LONGEST = 60

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="collections")
    name = models.CharField(max_length=LONGEST)
    key = models.CharField(max_length=1200)  # one letter may fold into up to 18
    generations = models.ManyToManyField("projects.Generation", related_name="collections")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="one_collection_per_name")]

    def __str__(self) -> str:
        return self.name
