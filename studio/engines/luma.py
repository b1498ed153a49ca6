"""Luma's own API (docs/providers.md#luma, OpenAPI 1.1.0).

It keeps no log that we could search by our own request id: a create whose answer was lost stays a question
for a person (`correlates` is False).
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from studio.engines import requests, results, verdicts
from studio.engines.base import Engine, EngineError, Model, Ticket, Unreachable
from studio.engines.http import ProviderClient
from studio.engines.model_options import UNSIZED, build_ray, check_order
from studio.wire import Order, Report
from studio.wire import luma as wire

LISTED = 100
WORTH_LISTING = 4  # one list of the newest hundred is cheaper than this many single questions

MODELS = {
    model.id: model
    for model in (
        build_ray("ray-2", "Ray 2"),
        build_ray("ray-flash-2", "Ray 2 Flash"),
        build_ray("ray-1-6", "Ray 1.6", **UNSIZED),
    )
}


class Luma(Engine):
    """Luma's own API for one key. Its options are those of AimlApi, without a dialect."""

    name = "luma"
    label = "Luma"
    correlates = False

    def __init__(
        self,
        key: str,
        base_url: str = "https://api.lumalabs.ai/dream-machine/v1",
        pace: float = 1.0,
        deadline_s: float = 45,
        *,
        question_s: float = 20,
        download_s: float = 600,
        max_bytes: int = results.MAX_BYTES,
        allow_hosts: Iterable[str] = (),
    ):
        self._line = ProviderClient(base_url, key, post_s=deadline_s, get_s=min(question_s, deadline_s))
        self._films = results.Downloader({self._line.host, *allow_hosts}, max_bytes, download_s, pause_s=pace)

    def __repr__(self) -> str:
        return f"Luma({self._line.base_url!r}, account={self.account!r})"

    @property
    def account(self) -> str:
        return self._line.account

    @property
    def host(self) -> str:
        return self._line.host

    def models(self) -> Mapping[str, Model]:
        return MODELS

    def submit(self, order: Order, client_request_id: str) -> Report:
        check_order(order, MODELS)
        answer = self._line.post("/generations/video", wire.build_body(order), client_request_id)
        report = wire.read_report(answer.json) if answer.ok else None
        if report is None:
            raise verdicts.create_error(answer, order)
        return report

    def ask(self, tickets: Iterable[Ticket]) -> dict[str, Report | EngineError]:
        wanted = list({ticket.provider_id: ticket for ticket in tickets}.values())
        with self._line.turn:  # two questions about one generation are never in flight together
            found = self._newest(wanted)
            return requests.ask_singly(requests.find_open_tickets(wanted, found), self._one, found)

    def _newest(self, wanted: list[Ticket]) -> requests.Found:
        """What the list of the newest hundred tells of the tickets: what is in work is mostly in it."""
        if len(wanted) < WORTH_LISTING:
            return {}
        try:
            answer = self._line.get("/generations", {"limit": LISTED, "offset": 0})
        except Unreachable as trouble:
            if trouble.code == "not_sent":
                raise
            return {}
        if answer.status in (401, 429):
            raise verdicts.wait_error(answer)
        ids = {ticket.provider_id for ticket in wanted}
        listed = wire.read_reports(answer.json) if answer.ok else {}
        return {id_: report for id_, report in listed.items() if id_ in ids}

    def _one(self, ticket: Ticket) -> Report | None:
        answer = self._line.get(f"/generations/{quote(ticket.provider_id, safe='')}")
        if answer.status == 404:
            return None
        report = wire.read_report(answer.json) if answer.ok else None
        if report is None or report.provider_id != ticket.provider_id:
            raise verdicts.query_error(answer)
        return report

    def fetch(self, report: Report, target: Path, *, progress: Callable[[float], None] | None = None) -> None:
        self._films.store(report.result_url, target, progress)

    def credits(self) -> Decimal | None:
        """What is left on the key, in Luma's own credits. Raises Busy("key") for a bad key."""
        answer = self._line.get("/credits")
        if not answer.ok:
            raise verdicts.query_error(answer)
        return wire.read_credits(answer.json)

    def balance_usd(self) -> None:
        """None: Luma tells credits without a unit. It is asked all the same, so that a bad key is noticed."""
        self.credits()
