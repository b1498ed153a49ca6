"""Account: the state of one key at one provider. EngineKey: the key itself. PriceList: a model's prices."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils import timezone

from studio import vault
from studio.engines.base import Price


class Account(models.Model):
    """The ledger's record of a key, by fingerprint. It does not contain the key.

    hold: no new requests are sent until `hold_until` (None: until a probe or a person clears it).
    strikes: holds since the provider last accepted a request; each makes the next wait longer.
    checked_at: when the provider last said that the key works; None if it was never tested.
    """

    engine = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=32, blank=True)
    hold = models.CharField(max_length=8, blank=True)
    hold_message = models.CharField(max_length=300, blank=True)
    hold_since = models.DateTimeField(null=True)
    hold_until = models.DateTimeField(null=True)
    strikes = models.PositiveSmallIntegerField(default=0)
    balance_usd = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    balance_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    audited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engine", "fingerprint"], name="one_account_per_key")]

    def __str__(self) -> str:
        return f"{self.engine} {self.fingerprint[:6]}".strip()


class EngineKey(models.Model):
    """A provider's key, encrypted with a secret outside the database.

    Replaced keys are kept until somebody deletes them, because their clips can only be fetched with them.
    """

    engine = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=32)
    sealed = models.TextField()
    last4 = models.CharField(max_length=4)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engine", "fingerprint"], name="one_row_per_engine_key"),
            models.UniqueConstraint(
                fields=["engine"], condition=models.Q(retired_at=None), name="one_current_key_per_engine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine} …{self.last4}"

    def reveal(self) -> str:
        """Return the key. Raise vault.WrongSecret if another studio's secret encrypted it."""
        return vault.unseal(self.sealed)


class PriceList(models.Model):
    """A model's prices, as its provider listed them at `seen_at`. Without a row the price is unknown."""

    engine = models.CharField(max_length=20)
    model = models.CharField(max_length=60)
    raw = models.JSONField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engine", "model"], name="one_price_list_per_model")]

    def __str__(self) -> str:
        return f"{self.engine} {self.model}, {timezone.localtime(self.seen_at):%Y-%m-%d}"

    def usd(self, *, resolution: str | None, duration_s: int | None, loop: bool = False) -> Decimal | None:
        return Price(self.model, self.raw).usd(resolution=resolution, duration_s=duration_s, loop=loop)
