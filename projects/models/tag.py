"""Tag: a word that people give to clips of a project, to find them again."""

from django.db import models


class Tag(models.Model):
    """key: the name, folded: "Café" and "cafe" are one tag. It exists as long as a clip has it."""

    LONGEST = 40

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="tags")
    name = models.CharField(max_length=LONGEST)
    key = models.CharField(max_length=800)  # one letter may fold into up to 18

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="one_tag_per_word")]

    def __str__(self) -> str:
        return self.name
