"""Describe to people why a queued generation is waiting."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.ledger.charged import charge_nothing, without_charge
from projects.ledger.engines import OF_THE_KEY
from projects.ledger.status import APPROVE, BUDGET, CANCEL, DECLINE, ENGINES, STORAGE, Action, Status
from projects.models import Generation, Hold

SHARED = (*OF_THE_KEY, Hold.BUDGET, Hold.DISK)  # they hold other clips, too: lists say them once


def describe_hold(generation: Generation) -> Status:
    """Describe what a queued generation with a hold is waiting for."""
    status = HOLDS[Hold(generation.hold)](generation)
    return replace(status, is_shared=generation.hold in SHARED)


def describe_rate_hold(generation: Generation) -> Status:
    text = _("%(next_try)s You don't need to do anything.") % {"next_try": describe_next_try(generation)}
    return waiting(generation, _("The provider asked us to slow down"), text)


def describe_outage_hold(generation: Generation) -> Status:
    text = _("%(next_try)s Sending continues automatically.") % {"next_try": describe_next_try(generation)}
    return waiting(generation, _("The provider isn't answering"), text)


def describe_source_hold(generation: Generation) -> Status:
    sources = [key.source for key in generation.keyframes.all() if key.source and not key.source.is_playable]
    names = [generation.name_for(source) for source in sources] or [_("another clip")]
    title = _("Waiting for %(names)s") % {"names": _(" and ").join(names)}
    return waiting(generation, title, _("It uses a frame of that clip, and is sent when that clip is ready."))


def describe_credits_hold(generation: Generation) -> Status:
    text = _("Sending continues after you top up at the provider or save another key.")
    return asking(generation, _("The key's balance is used up"), text, ENGINES)


def describe_key_hold(generation: Generation) -> Status:
    reason = without_charge(generation.hold_message)
    text = f"{reason} {_('Sending continues once a key works.')}".strip()
    return asking(generation, _("Waiting for a working key"), text, ENGINES)


def describe_budget_hold(generation: Generation) -> Status:
    text = _("Sending continues when an owner raises the budget, or next month.")
    return asking(generation, _("This month's budget is used up"), text, BUDGET)


def describe_disk_hold(generation: Generation) -> Status:
    text = _("Nothing new is generated until there is room. Free up some space to continue.")
    return asking(generation, _("The disk is nearly full"), text, STORAGE)


def describe_approval_hold(generation: Generation) -> Status:
    price = generation.quote_usd
    cost = _("The price is unknown.") if price is None else _("About $%(usd).2f.") % {"usd": price}
    title = _("%(person)s requested approval") % {"person": generation.created_by or _("Someone")}
    return asking(generation, title, f"{generation.hold_message} {cost}", APPROVE, DECLINE)


def waiting(generation: Generation, title: str, text: str) -> Status:
    return Status(title, text, "wait", charge_nothing(generation), (CANCEL,))


def asking(generation: Generation, title: str, text: str, *actions: Action) -> Status:
    return Status(title, text, "ask", charge_nothing(generation), (*actions, CANCEL))


def describe_next_try(generation: Generation) -> str:
    wait_s = (generation.due_at - timezone.now()).total_seconds() if generation.due_at else 0
    if wait_s < 2:
        return _("Retrying now.")
    if wait_s < 90:
        return _("Next try in %(seconds).0f s.") % {"seconds": wait_s}
    return _("Next try in %(minutes).0f min.") % {"minutes": wait_s / 60}


HOLDS = {
    Hold.RATE: describe_rate_hold,
    Hold.CREDITS: describe_credits_hold,
    Hold.KEY: describe_key_hold,
    Hold.BUDGET: describe_budget_hold,
    Hold.DISK: describe_disk_hold,
    Hold.OUTAGE: describe_outage_hold,
    Hold.SOURCE: describe_source_hold,
    Hold.ASK: describe_approval_hold,
}
