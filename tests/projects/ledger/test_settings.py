"""Settings: engines and keys."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.ledger import engines, holds
from projects.models import Account, EngineKey, Studio
from tests.projects import cast

pytestmark = pytest.mark.django_db
KEY = "k-0123456789abcdefWXYZ"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def no_keys_around(settings):
    settings.AIMLAPI_KEY = settings.LUMAAI_API_KEY = ""
    settings.AIMLAPI_BASE_URL = "http://127.0.0.1:1"  # nobody answers there
    settings.PACE = 1  # real deadlines: a slow machine must not look like a silent provider
    engines.build_engine.cache_clear()


@pytest.fixture
def ada(client):
    ada = cast.person(is_admin=True)
    client.force_login(ada)
    return ada


@pytest.fixture
def provider(settings):
    """A provider's billing API on a real socket; `answer` is what it returns."""

    class Billing(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = self.server.answers.get(self.path) or self.server.answer
            self.server.bearers.append(self.headers["Authorization"])
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Billing)
    server.answers, server.bearers = {}, []
    server.answer = (200, {"current_balance": 41.2, "currency": "USD"})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.AIMLAPI_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


def page(client) -> str:
    return client.get(reverse("settings")).content.decode()


def save(client, key=KEY, **more):
    return client.post(reverse("engine-key", args=["aimlapi"]), {"key": key} | more, headers=HTMX)


def test_a_saved_key_is_sealed_and_only_its_end_is_shown(client, ada):
    answer = save(client).content.decode()
    row = EngineKey.objects.get()
    assert KEY not in answer + page(client) + row.sealed
    assert "WXYZ" in answer
    assert (row.reveal(), row.saved_by) == (KEY, ada)


@pytest.mark.parametrize(
    ("key", "reason"), [("", "Paste the key"), ("two words here", "one word"), ("a" * 500, "too long")]
)
def test_an_invalid_key_is_refused_with_a_reason(client, ada, key, reason):
    assert reason in save(client, key).content.decode()
    assert not EngineKey.objects.exists()


def test_a_key_from_the_environment_says_so_and_cannot_be_changed_here(client, ada, settings):
    settings.AIMLAPI_KEY = "env-0123456789QRST"
    shown = page(client)
    assert "AIMLAPI_KEY" in shown
    assert "QRST" in shown
    assert "env-0123456789QRST" not in shown
    assert "Change it there" in save(client).content.decode()
    assert not EngineKey.objects.exists()


def test_forgetting_a_key_makes_the_engine_unready(client, ada):
    save(client)
    answer = client.post(
        reverse("engine-key", args=["aimlapi"]), {"forget": 1}, headers=HTMX
    ).content.decode()
    assert "Not set up" in answer
    assert not EngineKey.objects.exists()


def test_a_key_sealed_with_another_secret_says_what_to_do(client, ada, settings):
    save(client)
    settings.SECRET_KEY = "another secret altogether, as after a careless restore"
    client.force_login(ada)
    assert "Save the key again" in page(client)


def test_the_test_button_shows_the_balance(client, ada, provider):
    save(client)
    answer = client.post(reverse("engine-test", args=["aimlapi"]), headers=HTMX).content.decode()
    assert "Balance: $41.20" in answer
    assert set(provider.bearers) == {f"Bearer {KEY}"}


@pytest.mark.parametrize("status", [401, 403])
def test_the_test_button_says_that_a_key_does_not_work(client, ada, provider, status):
    save(client)
    provider.answer = (status, {"message": "nope"})
    answer = client.post(reverse("engine-test", args=["aimlapi"]), headers=HTMX).content.decode()
    assert "did not accept the key" in answer
    assert KEY not in answer
    assert ">Ready<" not in answer


def test_a_key_that_works_again_releases_its_orders(client, ada, provider):
    """1. The provider refuses the key: orders are held.  2. A test shows that it works.  3. They are sent."""
    save(client)
    working, provider.answer = provider.answer, (401, {"message": "nope"})
    client.post(reverse("engine-test", args=["aimlapi"]), headers=HTMX)
    assert Account.objects.get(engine="aimlapi").hold == "key"
    provider.answer = working
    answer = client.post(reverse("engine-test", args=["aimlapi"]), headers=HTMX).content.decode()
    assert ">Ready<" in answer
    assert Account.objects.get(engine="aimlapi").hold == ""


def test_the_test_button_says_that_the_provider_does_not_answer(client, ada, provider, settings):
    save(client)
    provider.shutdown()
    provider.server_close()
    answer = client.post(reverse("engine-test", args=["aimlapi"]), headers=HTMX).content.decode()
    assert "did not answer" in answer


# The answer of the provider's own schema (docs/providers.md#keys), with what makes the key useless.
SCHEMA = {
    "name": "test",
    "disabled": False,
    "prefix": "325b9499",
    "scopes": None,
    "limit": {"retention": "week", "threshold": 25},
    "created_at": "2026-02-18T06:57:29.232Z",
    "updated_at": "2026-02-18T06:57:29.232Z",
}


@pytest.mark.parametrize(
    ("status", "facts", "reason"),
    [
        (401, {}, "did not accept the key"),
        (403, {}, "did not accept the key"),
        (200, {"disabled": True}, "disabled at the provider"),
        (200, {"scopes": ["model:chat", "model:image"]}, "only model:chat, model:image"),
    ],
)
def test_a_useless_key_is_not_saved_and_the_old_one_stays(client, ada, provider, status, facts, reason):
    save(client)
    provider.answers["/v1/key"] = (status, {"data": SCHEMA | facts})
    answer = save(client, "k-anotherkey-0000").content.decode()
    assert reason in answer and "wasn&#x27;t saved" in answer
    assert EngineKey.objects.get(retired_at=None).reveal() == KEY
    assert list(Account.objects.values_list("hold", flat=True)) == [""]


@pytest.mark.parametrize("facts", [{}, {"scopes": ["model:chat", "model:video"]}, {"limit": None}])
def test_a_key_that_works_is_ready_at_once(client, ada, provider, facts):
    provider.answers["/v1/key"] = (200, {"data": SCHEMA | facts})
    answer = save(client).content.decode()
    assert "Saved. The key works. Balance: $41.20." in answer and ">Ready<" in answer
    assert f"Bearer {KEY}" in provider.bearers


def test_a_key_whose_monthly_limit_is_used_up_waits_for_the_next_month(client, ada, provider):
    spent = {"limit": {"retention": "month", "threshold": 25}, "monthly_usage": 25.4}
    provider.answers["/v1/key"] = (200, {"data": SCHEMA | spent})
    answer = save(client).content.decode()
    assert "monthly limit of $25.00 is used up" in answer and ">On hold<" in answer
    assert Account.objects.get().hold == "credits"


def test_a_key_that_could_not_be_tested_is_saved_and_not_called_ready(client, ada):
    answer = save(client).content.decode()
    assert "Saved, but it can&#x27;t be used yet" in answer and ">Ready<" not in answer
    assert Account.objects.get().hold == "outage"


def test_a_key_from_the_environment_is_tested_before_it_is_called_ready(client, ada, provider, settings):
    settings.AIMLAPI_KEY = KEY
    provider.answer = (401, {"message": "nope"})
    assert "Not tested yet" in page(client)
    holds.check_new()
    assert ">On hold<" in page(client)
    provider.answer = (200, {"current_balance": 3})
    Account.objects.update(hold_until=timezone.now())
    holds.probe_due()
    assert page(client).count(">Ready<") == 2  # Preview and this one


def test_credits_that_were_topped_up_end_the_hold_with_a_test(client, ada, provider):
    """The page said that the key works, and beside it for five minutes that no credits were left."""
    save(client)
    Account.objects.update(hold="credits", hold_message="No credits.", hold_since=timezone.now())
    answer = client.post(reverse("engine-test", args=["aimlapi"]), headers=HTMX).content.decode()
    assert "Balance: $41.20" in answer and "No credits" not in answer
    assert Account.objects.get().hold == ""


def test_a_price_that_nobody_reported_is_unknown(client, ada):
    shown = save(client).content.decode()
    assert "Ray 2" in shown
    assert "unknown" in shown
    assert "$0" not in shown


def test_the_default_model_is_kept_only_if_it_can_be_used(client, ada):
    client.post(reverse("default-model"), {"default": "aimlapi:luma/ray-2"})
    assert Studio.load().default_model == ""
    save(client)
    client.post(reverse("default-model"), {"default": "aimlapi:luma/ray-2"})
    assert (Studio.load().default_engine, Studio.load().default_model) == ("aimlapi", "luma/ray-2")
    client.post(reverse("default-model"), {"default": ""})
    assert Studio.load().default_engine == ""


@pytest.mark.parametrize(
    ("name", "args"), [("engine-key", ["aimlapi"]), ("engine-test", ["luma"]), ("default-model", [])]
)
def test_engines_are_404_for_people_who_are_no_admins(client, name, args):
    client.force_login(cast.person())
    assert client.post(reverse(name, args=args), {"key": KEY}).status_code == 404
    assert not EngineKey.objects.exists()


@pytest.mark.parametrize("engine", ["preview", "nobody"])
def test_only_paid_engines_take_a_key(client, ada, engine):
    assert client.post(reverse("engine-key", args=[engine]), {"key": KEY}).status_code == 404


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_chosen_theme_is_on_the_next_page(client, ada, theme):
    client.post(reverse("appearance"), {"theme": theme})
    assert f'data-theme="{theme}"' in page(client)
    client.post(reverse("appearance"), {"theme": "system"})
    assert "data-theme" not in page(client)
