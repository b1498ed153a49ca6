"""ApiKey: lets a program use the API for one project, within its scope and spending cap."""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio import vault


class Scope(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "write", _("Read and generate")


class ApiKey(models.Model):
    """token_hash: SHA-256 of the key, which is shown once. hint: its first characters. cap_usd: the most that
    it may spend in all.

    created_by: the key can do no more than this person; None if it was made in the shell before there was an
    account. preview_only: Preview draws every model. sealed: the secret that signs its callbacks, encrypted.

    latest, spent_usd: set for the API keys page.
    """

    latest: list[Any]
    spent_usd: Decimal

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=20)
    sealed = models.TextField()
    scope = models.CharField(max_length=5, choices=Scope.choices, default=Scope.WRITE)
    cap_usd = models.DecimalField(
        max_digits=9, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    preview_only = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cap_usd=None) | models.Q(cap_usd__gte=0), name="api_key_cap_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_write(self) -> bool:
        return self.scope == Scope.WRITE

    @property
    def is_open(self) -> bool:
        return not self.ended

    @property
    def ended(self) -> str:
        """Return why it is no longer valid, or ""."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at and self.expires_at <= timezone.now() else ""

    @property
    def is_from_member(self) -> bool:
        """Return True while its creator is a member of its project; a key from the shell has none."""
        return self.project.allows(self.created_by)

    def secret(self) -> str:
        """Return the signing secret. Raise vault.WrongSecret if another studio's secret key encrypted it."""
        return vault.unseal(self.sealed)
