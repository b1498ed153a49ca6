"""Request videos from Luma's Ray models through the AI/ML API, in its current and original dialects.

The calls and their sources: docs/providers.md#aiml-api. What each answer proves about money:
docs/money.md#what-an-answer-proves.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from studio.engines import http_errors, requests, results
from studio.engines.base import (
    Busy,
    Engine,
    EngineError,
    Model,
    Price,
    Refused,
    Ticket,
    Unreachable,
    Unsure,
)
from studio.engines.http import Answer, ProviderClient
from studio.engines.model_options import RATIOS, RAY_1_6, build_ray, check_order
from studio.wire import LogRow, Order, Report, Stage, key_info
from studio.wire import aimlapi as wire
from studio.wire.aimlapi import CURRENT, ORIGINAL
from studio.wire.reading import as_mapping

log = logging.getLogger(__name__)

CREATE = {CURRENT: "/v2/video/generations", ORIGINAL: "/v2/generate/video/luma-ai/generation"}
MANY = "/v2/generate/video/luma-ai/generations"
LOG_ROWS, LOG_PAGES = 100, 10

MODELS = {
    model.id: model
    for model in (
        build_ray("luma/ray-2", "Ray 2"),
        build_ray("luma/ray-flash-2", "Ray 2 Flash"),
        build_ray(
            "luma/ray-3.2",
            "Ray 3.2",
            aspect_ratios=RATIOS[:-1],
            resolutions=("360p", "540p", "720p", "1080p"),
            default_resolution="720p",
            durations_s=(5, 10),
            text_only_s=(10,),
            keyframe_generations=False,
            loop_with_end="refused",
            prompt_limit=6000,
        ),
        build_ray("luma/ray-1-6", "Ray 1.6", **RAY_1_6),
    )
}

pauses = requests.Pauses()


def accepts_generation_keyframe(model: str) -> bool:
    """Return True if a keyframe may be a generation. Otherwise send its stored frame as an image."""
    return model in MODELS and MODELS[model].keyframe_generations


class AimlApi(Engine):
    """The AI/ML API with one key.

    dialect: "original" requests Ray 2 and Ray 1.6 through the original Luma paths. deadline_s: the longest a
    create may take. pace: scales the engine's own pauses (tests shorten them).
    allow_hosts: private hosts that the admin allows videos to come from.
    """

    name = "aimlapi"
    label = "AI/ML API"

    def __init__(
        self,
        key: str,
        base_url: str = "https://api.aimlapi.com",
        dialect: str = CURRENT,
        pace: float = 1.0,
        *,
        deadline_s: float = 45,
        question_s: float = 20,
        download_s: float = 600,
        max_bytes: int = results.MAX_BYTES,
        allow_hosts: Iterable[str] = (),
    ):
        if dialect not in CREATE:
            raise ValueError(f"There is no dialect {dialect!r}.")
        self.dialect, self.pace = dialect, pace
        self._client = ProviderClient(base_url, key, post_s=deadline_s, get_s=min(question_s, deadline_s))
        self._downloader = results.Downloader(
            {self._client.host, *allow_hosts}, max_bytes, download_s, pause_s=pace
        )

    def __repr__(self) -> str:
        return f"AimlApi({self._client.base_url!r}, account={self.account!r}, dialect={self.dialect!r})"

    @property
    def account(self) -> str:
        return self._client.account

    @property
    def host(self) -> str:
        return self._client.host

    def models(self) -> Mapping[str, Model]:
        return MODELS

    # Requests

    def submit(self, order: Order, client_request_id: str) -> Report:
        check_order(order, MODELS)
        dialect = self._choose_dialect(order.model)
        try:
            answer = self._client.post(CREATE[dialect], wire.build_body(order, dialect), client_request_id)
            return self._read_accepted(answer, order, dialect)
        except Unsure as unsure:
            unsure.dialect = dialect
            raise

    def _choose_dialect(self, model: str) -> str:
        return ORIGINAL if self.dialect == ORIGINAL and model in wire.IN_BOTH else CURRENT

    def _read_accepted(self, answer: Answer, order: Order, dialect: str) -> Report:
        report = wire.read_report(answer.json, dialect) if answer.ok else None
        if report is None:
            raise http_errors.create_error(answer, order)
        if report.cost_usd is None:
            header = answer.headers.get
            cost = wire.convert_to_usd(header("x-aimlapi-usd-spent"), header("x-aimlapi-credits-used"))
            return replace(report, cost_usd=cost or None)
        return report

    # Polling

    def ask(self, tickets: Iterable[Ticket]) -> dict[str, Report | EngineError]:
        wanted = list({ticket.provider_id: ticket for ticket in tickets}.values())
        with self._client.turn:  # never poll one generation twice at the same time
            found: requests.Found = {}
            for dialect in (CURRENT, ORIGINAL):
                found |= self._ask_many([t for t in wanted if self._get_dialect(t) == dialect], dialect)
            return requests.ask_singly(self._find_open_tickets(wanted, found), self._ask_one, found)

    def _find_open_tickets(self, wanted: list[Ticket], found: requests.Found) -> list[Ticket]:
        """Return open tickets, and those of videos whose cost only the current dialect reports."""
        priceless = [
            ticket
            for ticket in wanted
            if self._get_dialect(ticket) == CURRENT and _lacks_cost(found.get(ticket.provider_id))
        ]
        return list(dict.fromkeys(requests.find_open_tickets(wanted, found) + priceless))

    def _get_dialect(self, ticket: Ticket) -> str:
        return ticket.dialect if ticket.dialect in CREATE else self._choose_dialect(ticket.model)

    def _ask_many(self, tickets: list[Ticket], dialect: str) -> dict[str, Report]:
        """Return the reports from list calls, or {} if the provider doesn't offer them at the moment."""
        found: dict[str, Report] = {}
        route = (self._client.base_url, dialect)
        listable = [ticket for ticket in tickets if "," not in ticket.provider_id]
        if len(listable) < 2 or pauses.is_paused(*route):
            return {}
        for chunk in requests.split_tickets(listable):
            reports, pause_s = self._ask_chunk(chunk, dialect)
            found |= reports
            if pause_s:
                pauses.pause(*route, seconds=pause_s * self.pace)
                break
        return found

    def _ask_chunk(self, tickets: list[Ticket], dialect: str) -> tuple[dict[str, Report], float]:
        """Return the reports of up to 50 tickets, and for how many seconds to avoid list calls."""
        ids = {ticket.provider_id for ticket in tickets}
        try:
            answer = self._client.get(MANY, {"generation_ids": ",".join(sorted(ids))})
        except Unreachable as error:
            if error.code == "not_sent":
                raise
            return {}, requests.A_WHILE_S
        if answer.status in (401, 429):
            raise http_errors.wait_error(answer)
        if answer.status in (500, 502, 503, 504):
            return {}, requests.A_WHILE_S
        listed = wire.read_reports(answer.json, dialect) if answer.ok else {}
        reports = {id_: report for id_, report in listed.items() if id_ in ids}
        return reports, 0 if reports else requests.AN_HOUR_S

    def _ask_one(self, ticket: Ticket) -> Report | None:
        """Return the report of one generation, or None if no dialect that may know it does."""
        first = self._get_dialect(ticket)
        # The original paths are no longer documented and may close. If a crash lost the dialect, a 404 of the
        # wrong one proves nothing.
        second = CURRENT if first == ORIGINAL else "" if ticket.dialect else ORIGINAL
        answer = self._client.get(CREATE[first], {"generation_id": ticket.provider_id})
        if second and answer.status in (404, 405, 410):
            answer = self._try_other_dialect(answer, CREATE[second], ticket)
        if answer.status == 404:
            return None
        if not answer.ok:
            raise http_errors.query_error(answer)
        return self._read_matching_report(ticket, answer, first)

    def _try_other_dialect(self, answer: Answer, path: str, ticket: Ticket) -> Answer:
        """Return the other dialect's answer, or `answer` if that dialect has no such path."""
        other = self._client.get(path, {"generation_id": ticket.provider_id})
        return answer if other.status in (405, 410) else other

    def _read_matching_report(self, ticket: Ticket, answer: Answer, dialect: str) -> Report:
        fields = as_mapping(answer.json)
        report = wire.read_report({"id": ticket.provider_id} | fields, dialect) if fields else None
        if report is None or not _is_same_id(report.provider_id, ticket.provider_id):
            raise http_errors.query_error(answer)
        return replace(report, provider_id=ticket.provider_id)

    # The result

    def fetch(self, report: Report, target: Path, *, progress: Callable[[float], None] | None = None) -> None:
        self._downloader.store(report.result_url, target, progress)

    # The account

    def find(self, since: datetime, until: datetime, *, model: str = "") -> list[LogRow]:
        found: dict[LogRow, None] = {}
        for page in range(LOG_PAGES):
            answer = self._read_log_page(since, until, model, page * LOG_ROWS)
            found |= dict.fromkeys(LogRow(**row) for row in wire.read_log_rows(answer.json))
            if not _has_more(answer, (page + 1) * LOG_ROWS):
                return list(found)
        log.warning("The provider's log has more than %s rows in one window.", LOG_ROWS * LOG_PAGES)
        return list(found)

    def _read_log_page(self, since: datetime, until: datetime, model: str, offset: int) -> Answer:
        window = [
            ("start", _format_time(since)),
            ("end", _format_time(until)),
            ("limit", LOG_ROWS),
            ("offset", offset),
        ]
        answer = self._client.get("/v2/logs", [*window, *([("model", model)] if model else [])])
        if not answer.ok or not isinstance(as_mapping(answer.json).get("data"), list):
            raise http_errors.query_error(answer)  # an unreadable page must not look like an empty log
        return answer

    def find_key_problem(self) -> Busy | None:
        answer = self._ask_about_key("/v1/key")
        found = key_info.find_key_problem(answer.json) if answer else None
        return Busy(found.message, hold=found.hold) if found else None

    def balance_usd(self) -> Decimal | None:
        answer = self._ask_about_key("/v2/billing")
        return wire.read_balance_usd(answer.json) if answer else None

    def _ask_about_key(self, path: str) -> Answer | None:
        """Return the answer, or None without such an endpoint. Raise Busy("key") for a bad key."""
        answer = self._client.get(path)
        if answer.status == 403:
            raise Busy("The provider did not accept the key.", hold="key", status=403)
        if answer.status in (404, 405, 410):
            return None
        if not answer.ok:
            raise http_errors.query_error(answer)
        return answer

    def prices(self, models: Iterable[str]) -> dict[str, Price]:
        wanted = list(models)
        if not wanted:
            return {}  # without IDs, the provider would send its whole catalog
        try:
            answer = self._client.get("/v1/models", {"id": ",".join(wanted), "include": "pricing"})
        except (Busy, Unreachable, Refused):
            return {}
        rules = wire.read_pricing(answer.json, wanted) if answer.ok else {}
        return {model: Price(model, rule) for model, rule in rules.items()}


def _lacks_cost(report: Report | EngineError | None) -> bool:
    return isinstance(report, Report) and report.stage is Stage.COMPLETED and report.cost_usd is None


def _is_same_id(reported: str, requested: str) -> bool:
    """Compare IDs. Old answers append the model ("…:luma/ray-2"); any other ID is another generation."""
    return reported.split(":")[0] == requested.split(":")[0]


def _has_more(answer: Answer, seen: int) -> bool:
    """Return True if the log may have rows after the first `seen`."""
    listed, total = len(answer.json["data"]), wire.read_log_total(answer.json)
    return bool(listed) and (seen < total if total is not None else listed >= LOG_ROWS)


def _format_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
