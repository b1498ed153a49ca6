"""The states of a generation, in groups, and the reasons why one is held back."""

from django.db import models


class State(models.TextChoices):
    QUEUED = "queued"
    SUBMITTING = "submitting"
    UNCONFIRMED = "unconfirmed"
    SUBMITTED = "submitted"
    READY = "ready"
    COMPLETED = "completed"
    FAILED = "failed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    RESULT_LOST = "result_lost"


class Hold(models.TextChoices):
    """The reason why a queued generation is held back, beyond waiting for its turn."""

    NONE = "", "none"
    RATE = "rate"
    CREDITS = "credits"
    KEY = "key"
    BUDGET = "budget"
    DISK = "disk"
    OUTAGE = "outage"
    SOURCE = "source"
    ASK = "ask"  # beyond what its creator may spend: an owner decides


AT_PROVIDER = (State.SUBMITTED, State.READY, State.COMPLETED, State.RESULT_LOST)
NOT_AT_PROVIDER = (State.QUEUED, State.SUBMITTING, State.UNCONFIRMED, State.REFUSED)
ENDED = (State.COMPLETED, State.FAILED, State.REFUSED, State.CANCELLED, State.RESULT_LOST)
MOVING = (State.QUEUED, State.SUBMITTING, State.UNCONFIRMED, State.SUBMITTED, State.READY)
WITH_REASON = (State.FAILED, State.REFUSED, State.RESULT_LOST)
