"""Render: one film made in the background, and the lease of the worker that makes it.

    waiting -> making -> ready
       |         |  \\-> failed
       v         v
    cancelled  cancelled

An export, a version under review, the playback file of a timeline and a film that was uploaded each have
one. Only
projects/core/renders.py changes its state.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RenderState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    MAKING = "making", _("In progress")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Canceled")


UNFINISHED = (RenderState.WAITING, RenderState.MAKING)


class Render(models.Model):
    """key: the name of a timeline's playback file, derived from its content. message: why it failed, or a
    remark about the result, shown to people.
    """

    export = models.OneToOneField("projects.Export", models.CASCADE, null=True, related_name="render")
    review = models.OneToOneField("projects.Review", models.CASCADE, null=True, related_name="render")
    timeline = models.ForeignKey("projects.Timeline", models.CASCADE, null=True, related_name="renders")
    upload = models.OneToOneField("projects.Upload", models.CASCADE, null=True, related_name="render")
    key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, choices=RenderState, default=RenderState.WAITING)
    progress = models.FloatField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    message = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["timeline", "key"], name="one_render_per_playback_file"),
            models.CheckConstraint(
                condition=Q(export__isnull=False, review=None, timeline=None, upload=None)
                | Q(export=None, review__isnull=False, timeline=None, upload=None)
                | Q(export=None, review=None, timeline__isnull=False, upload=None)
                | Q(export=None, review=None, timeline=None, upload__isnull=False),
                name="a_render_has_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(self.job)

    @property
    def job(self) -> tuple[str, str]:
        """Return the job in projects/jobs.py that makes it, and its argument."""
        if self.export_id:
            return "export", str(self.export_id)
        if self.review_id:
            return "review", str(self.review_id)
        if self.upload_id:
            return "import_film", str(self.upload_id)
        return "playback", f"{self.timeline_id}:{self.key}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED
