"""Invitation: lets one person join a project, until it is used, revoked or expired."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from projects.models.project import Role


class Invitation(models.Model):
    """token_hash: SHA-256 of the token in its link, which is shown and mailed once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=8, choices=Role)
    email = models.EmailField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.role} of {self.project}"

    @property
    def is_open(self) -> bool:
        """Return True while it can be accepted, and its creator is still an owner."""
        is_unused = self.used_at is None and self.revoked_at is None and not self.is_expired
        return is_unused and self.project.allows(self.created_by, (Role.OWNER,))

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()
