"""Webhooks: signed, sent to a real receiver, retried, and never to a private address."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.ledger.transitions import change_state
from projects.models import Delivery, EventType, Role, State, Webhook
from projects.notifications import webhooks
from projects.review import notes
from projects.review.notes import NewNote
from studio import vault
from studio.web.webhook_sender import DeliveryFailed, post, sign
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(settings, receiver, review, owner):
    settings.OWN_HOSTS = ["127.0.0.1"]
    made, _ = webhooks.add(review.project, owner, address=receiver.address, event_types=EventType.values)
    return made


def send():
    for id in Delivery.objects.values_list("pk", flat=True):
        webhooks.deliver(str(id))


def says(review, owner, token="t"):
    return notes.write(review, {"person": owner}, NewNote(3, "Darker", token))


def test_the_signature_is_the_standards_own_example():
    """Secret, ID, time, body and signature come from the tests of the standard's libraries."""
    secret, id = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    sent = sign(secret, id, 1614265330, '{"test": 2432232314}')
    assert sent == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_note_is_sent_once_and_its_signature_is_valid(hook, review, owner, receiver):
    note = says(review, owner)
    says(review, owner)
    send()
    send()
    ((headers, body),) = receiver.requests
    id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    key = base64.b64decode(hook.secret().removeprefix("whsec_"))
    wanted = hmac.new(key, f"{id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(wanted).decode()}"
    sent = json.loads(body)
    assert sent["type"] == "note.created"
    assert sent["data"]["text"] == "Darker" and sent["data"]["note"] == str(note.pk)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.due_at, str(delivery.pk)) == (204, None, id)


def test_only_chosen_events_are_sent(hook, review, owner, receiver):
    Webhook.objects.update(event_types=["clip.ready"])
    says(review, owner)
    assert not Delivery.objects.exists()
    clip = cast.clip(review.project, State.READY, by=owner)
    done = {"sha256": "ab" * 32, "size": 1, "frames": 120, "fps_num": 24, "fps_den": 1}
    assert change_state(clip.pk, State.READY, State.COMPLETED, **done, width_px=1280, height_px=720)
    send()
    assert json.loads(receiver.requests[0][1])["data"]["generation"] == str(clip.pk)


def test_a_refused_delivery_is_retried_later_and_later(hook, review, owner, receiver):
    """1. 500: again in 5 s.  2. A redirect is not followed: again in 5 min.  3. Accepted."""
    says(review, owner)
    receiver.answers = [500, 302]
    for pause in (5, 300):
        before = timezone.now()
        send()
        due = Delivery.objects.get().due_at
        assert timedelta(0) <= due - before - timedelta(seconds=pause) < timedelta(seconds=5)
        send()  # not due yet
        Delivery.objects.update(due_at=timezone.now())
    send()
    assert len(receiver.requests) == 3
    assert Delivery.objects.get().delivered_at


def test_a_receiver_that_fails_rests_and_its_other_events_wait(client, hook, review, owner, receiver):
    """1. 503.  2. The second event waits.  3. Pressing Send again ends the rest, and success sends both."""
    receiver.answers = [503]
    for token in ("a", "b"):
        says(review, owner, token)
    webhooks.deliver_due(hook.pk)
    assert len(receiver.requests) == 1 and webhooks.find_due(9, busy=[]) == []
    client.force_login(owner)
    page = client.get(reverse("webhooks", args=[review.project.slug])).content.decode()
    assert "Waiting: the receiver failed" in page and "Failed (503), attempt 1" in page
    client.post(reverse("delivery-again", args=[review.project.slug, Delivery.objects.get(tries=1).pk]))
    assert webhooks.find_due(9, busy=[]) == [hook.pk] and webhooks.find_due(9, busy=[hook.pk]) == []
    webhooks.deliver_due(hook.pk)
    hook.refresh_from_db()
    assert (len(receiver.requests), hook.failures, hook.resting_until) == (3, 0, None)


def test_a_receiver_rests_longer_after_each_failure_but_not_for_long(hook, review, owner, receiver):
    receiver.answers = [429] * 7
    rests = []
    for token in "abcdefg":
        says(review, owner, token)
        Webhook.objects.update(resting_until=None)
        webhooks.deliver(Delivery.objects.get(tries=0).pk)
        hook.refresh_from_db()
        rests.append(round((hook.resting_until - timezone.now()).total_seconds() / 5) * 5)
    assert rests == [5, 15, 30, 60, 120, 300, 300]


def test_an_event_that_a_receiver_refuses_does_not_delay_the_next(hook, review, owner, receiver):
    receiver.answers = [422]
    for token in ("a", "b"):
        says(review, owner, token)
    webhooks.deliver_due(hook.pk)
    assert len(receiver.requests) == 2


def test_after_the_last_try_it_fails_and_can_be_sent_again(client, hook, review, owner, receiver):
    says(review, owner)
    Delivery.objects.update(tries=len(webhooks.BACKOFF_S))
    receiver.answers = [500]
    send()
    delivery = Delivery.objects.get()
    assert delivery.due_at is None and delivery.delivered_at is None
    client.force_login(owner)
    path = reverse("webhooks", args=[review.project.slug])
    assert "given up" in client.get(path).content.decode()
    client.post(reverse("delivery-again", args=[review.project.slug, delivery.pk]))
    send()
    assert Delivery.objects.get().delivered_at and "Delivered (204)" in client.get(path).content.decode()


def test_a_410_turns_the_webhook_off(hook, review, owner, receiver):
    receiver.answers = [410]
    says(review, owner)
    send()
    hook.refresh_from_db()
    assert hook.stopped_at and "410" in hook.stop_reason
    says(review, owner, "another")
    assert Delivery.objects.count() == 1


def test_a_worker_killed_while_sending_loses_nothing(hook, review, owner, receiver, monkeypatch):
    """1. A worker postpones the delivery and is killed.  2. Two minutes later the next one sends it."""
    says(review, owner)
    monkeypatch.setattr(webhooks, "post", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        send()
    monkeypatch.undo()
    send()
    assert receiver.requests == []
    Delivery.objects.update(due_at=timezone.now())
    send()
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
        "http://0/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "https://example.test:22/",
        "file:///etc/passwd",
    ],
)
def test_private_addresses_are_refused(address):
    with pytest.raises(DeliveryFailed) as refused:
        post(address, secret="whsec_AAAA", id="1", body="{}")
    assert "127" not in str(refused.value), "no scanner of our own network"


def test_the_secret_is_shown_once_and_sealed_in_the_database(client, review, owner):
    client.force_login(owner)
    path = reverse("webhooks", args=[review.project.slug])
    fields = {"address": "https://example.test/hook", "event_types": ["note.created"]}
    page = client.post(path, fields, follow=True).content.decode()
    secret = page.split('readonly value="')[1].split('"')[0]
    made = Webhook.objects.get()
    assert secret.startswith("whsec_") and made.secret() == secret and secret not in made.sealed
    assert vault.unseal(made.sealed) == secret and secret not in client.get(path).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"address": "ftp://x.test/"},
        {"address": "javascript:alert(1)"},
        {"address": "https://x.test/"},
        {"address": "https://x.test/", "event_types": ["everything"]},
        {"address": f"https://x.test/{400 * 'a'}"},
    ],
)
def test_an_invalid_webhook_is_refused_with_a_reason(client, review, owner, fields):
    client.force_login(owner)
    answer = client.post(reverse("webhooks", args=[review.project.slug]), fields)
    assert answer.status_code == 422 and b"field__error" in answer.content
    assert not Webhook.objects.exists()


def test_only_owners_see_webhooks(client, hook, review):
    client.force_login(cast.member(review.project, Role.EDITOR))
    assert client.get(reverse("webhooks", args=[review.project.slug])).status_code == 404
    assert client.post(reverse("webhook-stop", args=[review.project.slug, hook.pk])).status_code == 404
