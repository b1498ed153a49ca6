"""ApiKey: what another program comes in with: to one film, for its maker, as far as its scope and cap go."""

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
    """token_hash: SHA-256 of the key, which is shown once. hint: how it begins. cap_usd: its limit.

    created_by: whose right to see and spend counts with it; nobody for a key made in the shell before
    there was anybody. preview_only: every model's name is drawn by Preview. sealed: the secret that signs its
    callbacks.

    latest, spent_usd: set for the page of the keys.
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
        """Why it opens nothing any more, or ""."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at and self.expires_at <= timezone.now() else ""

    def secret(self) -> str:
        """Raises vault.WrongSecret when it was sealed with another secret of the studio."""
        return vault.unseal(self.sealed)
