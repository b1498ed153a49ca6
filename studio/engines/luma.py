"""Request videos from Luma's own API (docs/providers.md#luma, OpenAPI 1.1.0).

It has no log that could be searched by our request ID, so a person has to resolve a create whose answer was
lost (`correlates` is False).
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from studio.engines import http_errors, requests, results
from studio.engines.base import Engine, EngineError, Model, Ticket, Unreachable
from studio.engines.http import ProviderClient
from studio.engines.model_options import RAY_1_6, build_ray, check_order
from studio.wire import Order, Report
from studio.wire import luma as wire

LISTED = 100
WORTH_LISTING = 4  # from here on one list call is cheaper than single calls

MODELS = {
    model.id: model
    for model in (
        build_ray("ray-2", "Ray 2", needs_prompt=False),
        build_ray("ray-flash-2", "Ray 2 Flash", needs_prompt=False),
        build_ray("ray-1-6", "Ray 1.6", needs_prompt=False, **RAY_1_6),
    )
}


class Luma(Engine):
    """Luma's own API with one key. It takes the options of AimlApi, without a dialect."""

    name = "luma"
    label = "Luma"
    correlates = False

    def __init__(
        self,
        key: str,
        base_url: str = "https://api.lumalabs.ai/dream-machine/v1",
        pace: float = 1.0,
        *,
        deadline_s: float = 45,
        question_s: float = 20,
        download_s: float = 600,
        max_bytes: int = results.MAX_BYTES,
        allow_hosts: Iterable[str] = (),
    ):
        self._client = ProviderClient(base_url, key, post_s=deadline_s, get_s=min(question_s, deadline_s))
        self._downloader = results.Downloader(
            {self._client.host, *allow_hosts}, max_bytes, download_s, pause_s=pace
        )

    def __repr__(self) -> str:
        return f"Luma({self._client.base_url!r}, account={self.account!r})"

    @property
    def account(self) -> str:
        return self._client.account

    @property
    def host(self) -> str:
        return self._client.host

    def models(self) -> Mapping[str, Model]:
        return MODELS

    def submit(self, order: Order, client_request_id: str) -> Report:
        check_order(order, MODELS)
        answer = self._client.post("/generations/video", wire.build_body(order), client_request_id)
        report = wire.read_report(answer.json) if answer.ok else None
        if report is None:
            raise http_errors.create_error(answer, order)
        return report

    def ask(self, tickets: Iterable[Ticket]) -> dict[str, Report | EngineError]:
        wanted = list({ticket.provider_id: ticket for ticket in tickets}.values())
        with self._client.turn:  # never poll one generation twice at the same time
            found = self._list_newest(wanted)
            return requests.ask_singly(requests.find_open_tickets(wanted, found), self._ask_one, found)

    def _list_newest(self, wanted: list[Ticket]) -> requests.Found:
        """Return the reports from the list of the newest hundred, where most active generations are."""
        if len(wanted) < WORTH_LISTING:
            return {}
        try:
            answer = self._client.get("/generations", {"limit": LISTED, "offset": 0})
        except Unreachable as error:
            if error.code == "not_sent":
                raise
            return {}
        if answer.status in (401, 429):
            raise http_errors.wait_error(answer)
        ids = {ticket.provider_id for ticket in wanted}
        listed = wire.read_reports(answer.json) if answer.ok else {}
        return {id_: report for id_, report in listed.items() if id_ in ids}

    def _ask_one(self, ticket: Ticket) -> Report | None:
        answer = self._client.get(f"/generations/{quote(ticket.provider_id, safe='')}")
        if answer.status == 404:
            return None
        report = wire.read_report(answer.json) if answer.ok else None
        if report is None or report.provider_id != ticket.provider_id:
            raise http_errors.query_error(answer)
        return report

    def fetch(self, report: Report, target: Path, *, progress: Callable[[float], None] | None = None) -> None:
        self._downloader.store(report.result_url, target, progress)

    def balance_usd(self) -> Decimal | None:
        answer = self._client.get("/credits")
        if not answer.ok:
            raise http_errors.query_error(answer)
        return wire.read_balance_usd(answer.json)
