"""The right to spend is asked on every path to a paid order: read in the code, and tried at every route."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.api import keys
from projects.ledger import engines, spending
from projects.models import Generation, Hold, PriceList, Role, State
from tests.projects import cast
from tests.projects.routes import is_api, parts_of, routes
from tests.projects.stage import kind_of
from tests.projects.walk import SENT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAID_MODEL = "aimlapi:luma/ray-2"
PRICES = {
    "kind": "variants",
    "dimensions": ["resolution"],
    "variants": [
        {"when": {"resolution": "540p"}, "price": 0.1, "unit": "second", "per": 1},
    ],
}
ASKING = ("record_request", "repeat", "send_again")
CREATE = "create_take"  # its callers ask
FREE = {
    "approve": "an owner's approval is the right itself",
    "adopt": "the provider has made it already",
    "copy_generation": "the provider has made it already",
    "close_unpaid": "the same order again: it is proven that the first was not accepted",
    "requeue": "the same order again: the provider refused it, or nothing was sent",
    "retry_with_short_ids": "the same order again: the provider refused it",
    "release_generations": "it was decided when it was requested",
    "record_import": "a film of one's own: nothing is requested",
}


def test_every_function_that_queues_an_order_asks_or_says_why_not():
    functions = [function for file in FILES for function in functions_of(file)]
    queueing = {function.name for function in functions if any(map(queues, ast.walk(function)))}
    asking = {function.name for function in functions if calls(function, "decide", "check_may_spend")}
    assert queueing == {*ASKING, CREATE, *FREE}, "new path to a paid order: call spending.decide"
    assert set(ASKING) <= asking
    assert {function.name for function in functions if calls(function, CREATE)} <= asking


FILES = [file for file in Path(settings.BASE_DIR, "projects").rglob("*.py") if "migrations" not in file.parts]


def functions_of(file: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)]


def calls(function: ast.FunctionDef, *names: str) -> bool:
    return any(isinstance(node, ast.Call) and name_of(node) in names for node in ast.walk(function))


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def queues(node: ast.AST) -> bool:
    """Return True if this enqueues "submit", moves a generation to queued, or creates one."""
    if not isinstance(node, ast.Call):
        return False
    words = [ast.unparse(argument) for argument in node.args]
    if name_of(node) in ("enqueue", "partial"):
        return "'submit'" in words
    if name_of(node) in ("change_state", "close", "write_off"):
        return "State.QUEUED" in words[2:3]
    return ast.unparse(node.func) == "Generation.objects.create"


@pytest.fixture
def unfunded(project):
    """An editor who may not spend anything."""
    editor = cast.member(project, Role.EDITOR)
    member = project.memberships.get(person=editor)
    spending.set_spending_right(member, may_spend=False, cap_usd=Decimal(0))
    return editor


@pytest.fixture
def prices(settings):
    settings.AIMLAPI_KEY = "sk-for-all"
    settings.AIMLAPI_BASE_URL = "http://127.0.0.1:1"
    engines.build_engine.cache_clear()
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=PRICES, seen_at=timezone.now())
    yield
    engines.build_engine.cache_clear()


def test_no_route_sends_a_paid_order_for_someone_without_the_right(project, unfunded, prices, owner):
    """Every route is asked, for a clip in every state, as the page and as a program would."""
    _key, token = keys.create(project, unfunded, name="Script")
    timeline = project.timelines.create(number=1, name="Timeline 1")
    person, program = Client(), Client(headers={"Authorization": f"Bearer {token}"})
    person.force_login(unfunded)
    reached = set()
    for route in filter(leads_to_clips, routes()):
        for state in State if "id" in parts_of(route) else [State.COMPLETED]:
            with transaction.atomic():
                clip = paid_clip(project, owner, state)
                known = {"slug": project.slug, "number": timeline.number, "id": clip.pk} | REST
                before = going_out()
                client = program if is_api(route) else person
                ask(client, route, {part: known[part] for part in parts_of(route)})
                assert going_out() <= before, f"{route.name}, {state}"
                if Generation.objects.exclude(pk=clip.pk).filter(hold=Hold.ASK).exists():
                    reached.add(route.name)
                transaction.set_rollback(True)
    assert {"generations", "timeline-shots", "generation-repeat", "generation-picture"} <= reached


REST = {"end": "frame0", "name": "last.png", "n": 0}
CREATING = (
    "generations",
    "timeline-shots",
    "luma-generations",
    "luma-create",
    "aimlapi-generations",
    "aimlapi-original",
)


def leads_to_clips(route) -> bool:
    return route.name in CREATING or ("id" in parts_of(route) and kind_of(route) == "clip")


def paid_clip(project, owner, state) -> Generation:
    prompt = cast.prompt(owner, engine="aimlapi", model="luma/ray-2", resolution="540p", duration_s=5)
    clip = cast.clip(project, state, by=owner, prompt=prompt, quote_usd=Decimal("0.50"))
    if state == State.UNCONFIRMED:
        cast.attempt(clip, "open", quote_usd=Decimal("0.50"))
    return clip


def going_out() -> set:
    """Return the paid generations that the sender would send."""
    return set(Generation.objects.filter(state=State.QUEUED, prompt__engine="aimlapi").exclude(hold=Hold.ASK))


def ask(client: Client, route, values: dict):
    address = reverse(route.name, kwargs=values)
    sent = SENT.get(route.name, {}) | {"resolution": "540p"}
    if not is_api(route):
        return client.post(
            address, {"client_token": "a-token-of-the-test"} | sent | {"confirmed": "1", "model": PAID_MODEL}
        )
    model = "luma/ray-2" if "aimlapi" in route.name else "ray-2"
    return client.post(address, sent | {"model": model}, "application/json")
