"""Print the ledger: clips by state, unconfirmed requests, and unmatched rows of the providers' logs."""

import json
from collections.abc import Iterator
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import Count

from projects.ledger.audit import audit
from projects.ledger.engines import NoKey, engine_for_account
from projects.models import Account, Attempt, Generation, State
from studio.engines.base import EngineError


class Command(BaseCommand):
    help = (
        "Print how many clips there are in each state, unconfirmed requests, and rows of the providers' logs "
        "that match no request of this studio."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=int, default=1, help="days of the logs to read (default: 1, at most 92)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options):
        accounts = Account.objects.exclude(engine="preview")
        ledger = {
            "states": count_by_state(),
            "unconfirmed": list_unconfirmed(),
            "unmatched": [row for account in accounts for row in list_unmatched(account, options["days"])],
        }
        self.stdout.write(json.dumps(ledger) if options["json"] else "\n".join(format_ledger(ledger)))


def count_by_state() -> dict[str, int]:
    counts = dict(Generation.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: counts.get(state, 0) for state in State.values}


def list_unconfirmed() -> list[dict]:
    rows = Attempt.objects.filter(state="open", generation__state=State.UNCONFIRMED).select_related(
        "generation__prompt"
    )
    return [
        {
            "id": str(attempt.generation_id),
            "clip": str(attempt.generation),
            "request_id": attempt.client_request_id,
            "sent_at": attempt.opened_at.isoformat(),
            "asked": attempt.generation.stage == "asked",
        }
        for attempt in rows
    ]


def list_unmatched(account: Account, days: int) -> list[dict]:
    """Return rows of the provider's log that match none of our attempts, or the error of reading it."""
    try:
        rows = audit(account, engine_for_account(account), timedelta(days=min(days, 92)))
    except (EngineError, NoKey) as error:
        return [{"account": str(account), "error": str(error)}]
    return [
        {
            "account": str(account),
            "request_id": row.client_request_id,
            "provider_id": row.inference_id,
            "cost_usd": str(row.cost_usd),
        }
        for row in rows
    ]


def format_ledger(ledger: dict) -> Iterator[str]:
    for state, count in ledger["states"].items():
        yield f"{state:<12} {count:>6}"
    yield f"\nunconfirmed requests: {len(ledger['unconfirmed'])}"
    for row in ledger["unconfirmed"]:
        yield f"  {row['sent_at']}  {row['id']}  {row['clip']}" + (
            "  (needs a decision)" if row["asked"] else ""
        )
    yield f"\nunmatched rows in the providers' logs: {len(ledger['unmatched'])}"
    for row in ledger["unmatched"]:
        yield "  " + "  ".join(str(value) for value in row.values())
