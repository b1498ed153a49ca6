"""FormToken: a form that was sent and did its work, so that it isn't done again."""

from django.conf import settings
from django.db import models


class FormToken(models.Model):
    """key: a hash of the form's token and content. url: where what it made is."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    url = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_act_per_form")]

    def __str__(self) -> str:
        return self.url
