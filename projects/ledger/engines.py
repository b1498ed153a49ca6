"""The engines that can be used, with which key, and the ledger's account for each key."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.core.enqueue import enqueue
from projects.models import Account, EngineKey, Generation, Hold, Person
from studio import engines, vault
from studio.engines.base import Engine

PAID = ("aimlapi", "luma")
OF_THE_KEY = (Hold.KEY, Hold.CREDITS, Hold.RATE, Hold.OUTAGE)
POST_S, QUESTION_S, DOWNLOAD_S = 45, 20, 600  # the longest a create, a query, a download may take


class NoKey(Exception):
    """No key is saved for this engine, or the one that requested an earlier clip is gone."""


def usable_engines() -> list[tuple[str, Engine]]:
    """Return the engines that can generate now, Preview last if another one is ready."""
    ready = [(name, engine_for(name)) for name in PAID if current_key(name)[0]]
    return [*ready, ("preview", engine_for("preview"))]


def engine_for(name: str) -> Engine:
    """Return the engine for new requests. Raise NoKey if its key is missing, KeyError for an unknown name."""
    if name not in PAID:
        return build_engine(name, "", str(settings.DATA))
    key, _ = current_key(name)
    if not key:
        raise NoKey(f"No key is saved for {engines.get_class(name).label}.")
    return build_engine(name, key, str(settings.DATA))


def engine_for_account(account: Account) -> Engine:
    """Return the engine with this account's own key. Raise NoKey if that key is gone."""
    if account.engine not in PAID:
        return engine_for(account.engine)
    for key in all_keys(account.engine):
        engine = build_engine(account.engine, key, str(settings.DATA))
        if engine.account == account.fingerprint:
            return engine
    raise NoKey("The key that requested this clip is no longer saved. Add it again to download the clip.")


def find_account(engine: Engine) -> Account | None:
    """Return the account of the engine's key if it was used or tested: for pages, which write nothing."""
    return Account.objects.filter(engine=engine.name, fingerprint=engine.account).first()


def account_for(engine: Engine) -> Account:
    """Return the account of the engine's key; create it at the first use."""
    return Account.objects.get_or_create(engine=engine.name, fingerprint=engine.account)[0]


def current_key(name: str) -> tuple[str, str]:
    """Return the key for new requests and its origin: "environment", "settings" or "".

    The origin is "sealed" if the saved key can't be opened with this studio's secret.
    """
    if key := environment_key(name):
        return key, "environment"
    row = EngineKey.objects.filter(engine=name, retired_at=None).first()
    try:
        return (row.reveal(), "settings") if row else ("", "")
    except vault.WrongSecret:
        return "", "sealed"


def all_keys(name: str) -> Iterator[str]:
    """Yield every key of this engine, older ones too."""
    if key := environment_key(name):
        yield key
    for row in EngineKey.objects.filter(engine=name):
        try:
            yield row.reveal()
        except vault.WrongSecret:
            continue


@transaction.atomic
def save_key(name: str, key: str, by: Person | None) -> EngineKey:
    """Seal a key and use it from now on; the previous one still downloads what it requested."""
    EngineKey.objects.filter(engine=name, retired_at=None).update(retired_at=timezone.now())
    row, _ = EngineKey.objects.update_or_create(
        engine=name,
        fingerprint=build_engine(name, key, str(settings.DATA)).account,
        defaults={"sealed": vault.seal(key), "last4": key[-4:], "saved_by": by, "retired_at": None},
    )
    now = timezone.now()
    Account.objects.filter(engine=name, hold="key").update(hold_until=now)
    waiting = Generation.objects.queued().filter(prompt__engine=name)
    waiting.filter(hold__in=OF_THE_KEY).update(due_at=now)  # the new key may send them
    transaction.on_commit(lambda: enqueue("refresh_prices", name))
    return row


def delete_keys(name: str, by: Person | None) -> None:
    """Delete every saved key of this engine. Clips in progress can no longer be downloaded."""
    EngineKey.objects.filter(engine=name).delete()


def environment_key(name: str) -> str:
    return {"aimlapi": settings.AIMLAPI_KEY, "luma": settings.LUMAAI_API_KEY}.get(name, "")


@lru_cache(maxsize=16)
def build_engine(name: str, key: str, data: str) -> Engine:
    """Build one instance per key and process: it remembers what the provider supports."""
    paced = {
        "key": key,
        "pace": settings.PACE,
        "deadline_s": POST_S * settings.PACE,
        "question_s": QUESTION_S * settings.PACE,
        "download_s": DOWNLOAD_S * settings.PACE,
    }
    options: dict[str, Callable[[], dict[str, Any]]] = {
        "preview": lambda: {"folder": Path(data) / "preview"},
        "aimlapi": lambda: {
            "base_url": settings.AIMLAPI_BASE_URL,
            "dialect": settings.AIMLAPI_DIALECT,
            **paced,
        },
        "luma": lambda: {"base_url": settings.LUMAAI_BASE_URL, **paced},
    }
    return engines.get(name, **options[name]())
