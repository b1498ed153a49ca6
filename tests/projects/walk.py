"""A walk over every route. Each request is made once, as each person, and its answer serves all checks."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.projects.routes import Route, is_api
from tests.projects.stage import NOWHERE, Stage
from tests.projects.web import TOKEN

SPEAKING = ("GET", "HEAD", "POST")
NOTE = {"text": "Too dark", "frame": "0", "client_token": "a-token-of-the-table"}
# What a page sends with a POST. Routes that are not listed send nothing.
SENT: dict[str, dict] = {
    "luma-generations": {"prompt": "A lamp", "model": "preview"},
    "aimlapi-generations": {"prompt": "A lamp", "model": "preview"},
    "aimlapi-original": {"prompt": "A lamp", "model": "preview"},
    "api-timeline-shots": {"generation_id": str(NOWHERE)},
    "api-timeline-exports": {"format": "mp4"},
    "keys": {"name": "Script", "scope": "write"},
    "luma-create": {"prompt": "A lamp", "model": "preview"},
    "first-run": {"email": "new@example.test", "password": "a lamp in the tower"},
    "sign-in": {"username": "nobody@example.test", "password": "wrong"},
    "projects": {"name": "Another film", "aspect_ratio": "16:9"},
    "project-settings": {"name": "Renamed", "aspect_ratio": "16:9"},
    "generations": {"prompt": "A lamp", "model": "preview:preview", "client_token": "a-token-of-the-table"},
    "images": {"end": "frame0", "url": "not an address"},
    "engine-key": {"key": "a-key-that-is-long-enough"},
    "default-model": {"maker": ""},
    "timeline-shots": {
        "prompt": "A lamp",
        "model": "preview:preview",
        "client_token": "a-token-of-the-table",
    },
    "timeline-name": {"name": "Rough cut"},
    "timeline-stills": {"seconds": "3", "image": str(NOWHERE)},
    "shot-trim": {"start_frame": 2, "end_frame": 20},
    "members": {"role": "viewer"},
    "webhooks": {"address": "https://example.test/", "event_types": ["note.created"]},
    "member-role": {"role": "reviewer"},
    "invited": {"name": "Gus", "email": "gus@example.test", "password": "a lamp in the tower"},
    "shot-split": {"frame": 12},
    "review-notes": NOTE,
    "guest-notes": NOTE,
    "guest-name": {"name": "Cleo"},
    "review-name": {"name": "Cleo"},
    "review-verdict": {"kind": "approved"},
    "guest-verdict": {"kind": "approved"},
}
QUERIES = {"images": {"end": "frame0"}}
# The same address with a query that not everybody may send; a row of its own in the table.
RESTRICTED_QUERIES = {"review-film": {"download": ""}, "guest-film": {"download": ""}}


@dataclass(frozen=True)
class Answer:
    """What the checks need of an answer: of its body, only a hash, and the HTML if it is a whole page."""

    status: int
    headers: Mapping[str, str]
    is_streaming: bool
    body_hash: bytes
    page: str

    @property
    def outcome(self) -> str:
        """The status, or "sign in" for the way to that page."""
        location = self.headers.get("Location", "")
        leads_to_sign_in = self.status == 302 and location.startswith(reverse(settings.LOGIN_URL))
        return "sign in" if leads_to_sign_in else str(self.status)

    @property
    def everything(self) -> tuple:
        """All that may give something away: status, headers and body."""
        return self.status, tuple(sorted(self.headers.items())), self.body_hash


class Walk:
    """The answers to the people of a stage, each asked for at its first use."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self.answers: dict[tuple, Answer] = {}

    def answer(
        self, route: Route, method: str, actor: str, which: str, *, query: dict | None = None
    ) -> Answer:
        request = (route.name, method, actor, which, tuple(query or ()))
        if request not in self.answers:
            self.answers[request] = keep(self.ask(route, method, actor, which, query=query))
        return self.answers[request]

    def ask(
        self, route: Route, method: str, actor: str, which: str, *, query: dict | None = None
    ) -> HttpResponse:
        """Send one request of which nothing remains: neither in the database nor in the cookies."""
        client = self.stage.clients[actor]
        client.cookies = SimpleCookie(self.stage.sessions[actor])
        sent = SENT.get(route.name) if method == "POST" else (query or QUERIES.get(route.name))
        options: dict = {"data": sent} if sent and method in SPEAKING else {}
        if is_api(route) and method == "POST":
            options["content_type"] = "application/json"
        with transaction.atomic():
            response = getattr(client, method.lower())(self.address(route, actor, which), **options)
            transaction.set_rollback(True)
        return response

    def restore_cookies(self) -> None:
        for actor, client in self.stage.clients.items():
            client.cookies = SimpleCookie(self.stage.sessions[actor])

    def address(self, route: Route, actor: str, which: str) -> str:
        arguments = self.stage.arguments(route, which)
        if which == "own" and "link" in arguments:
            arguments["link"] = self.stage.links.get(actor, arguments["link"])
        return reverse(route.name, kwargs=arguments)


def keep(response: HttpResponse) -> Answer:
    body = b"" if response.streaming else TOKEN.sub(b"token", response.content)
    is_page = response.status_code == 200 and body.lstrip()[:15].lower() == b"<!doctype html>"
    return Answer(
        status=response.status_code,
        headers=dict(response.headers.items()),
        is_streaming=response.streaming,
        body_hash=hashlib.sha256(body).digest(),
        page=body.decode() if is_page else "",
    )
