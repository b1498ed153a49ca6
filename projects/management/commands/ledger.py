"""The books: clips by state, what is unconfirmed, and what a provider's log has that we have not."""

import json
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db.models import Count

from projects.ledger.audit import audit
from projects.ledger.engines import NoKey, engine_for_account
from projects.models import Account, Attempt, Generation, State
from studio.engines.base import EngineError


class Command(BaseCommand):
    help = (
        "Print counts by state, unconfirmed orders, and rows of the providers' logs that match none of ours."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=int, default=1, help="how far back to read the logs (default 1, at most 92)"
        )
        parser.add_argument("--json", action="store_true", help="one object")

    def handle(self, **told):
        accounts = Account.objects.exclude(engine="preview")
        books = {
            "states": counts(),
            "unconfirmed": unconfirmed(),
            "unmatched": [row for account in accounts for row in unmatched(account, told["days"])],
        }
        self.stdout.write(json.dumps(books) if told["json"] else "\n".join(lines(books)))


def counts() -> dict[str, int]:
    found = dict(Generation.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in State.values}


def unconfirmed() -> list[dict]:
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


def unmatched(account: Account, days: int) -> list[dict]:
    """Orders of this installation that the provider's log knows and we do not; or why nobody could tell."""
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


def lines(books: dict):
    for state, count in books["states"].items():
        yield f"{state:<12} {count:>6}"
    yield f"\nunconfirmed orders: {len(books['unconfirmed'])}"
    for row in books["unconfirmed"]:
        yield f"  {row['sent_at']}  {row['id']}  {row['clip']}" + ("  (asked)" if row["asked"] else "")
    yield f"\nunmatched rows at the providers: {len(books['unmatched'])}"
    for row in books["unmatched"]:
        yield "  " + "  ".join(str(value) for value in row.values())
