"""Who may spend how much: reserved with the request, asked for above the cap, released by an owner."""

from decimal import Decimal

import pytest
from django.urls import reverse

from projects.ledger import requests, sending, spending
from projects.models import Generation, Hold, Role, State
from projects.models.prompt import PromptSettings
from tests.projects import cast
from tests.projects.tasks import list_tasks

pytestmark = pytest.mark.django_db
PAID = {
    "engine": "aimlapi",
    "model": "luma/ray-2",
    "aspect_ratio": "16:9",
    "resolution": "720p",
    "duration_s": 5,
}


@pytest.fixture
def editor(project):
    return cast.member(project, Role.EDITOR)


def allow(project, person, *, may_spend=True, cap=None):
    member = project.memberships.get(person=person)
    spending.set_spending_right(member, may_spend=may_spend, cap_usd=None if cap is None else Decimal(cap))


def request(project, person, token, usd="0.40", takes=1, **settings):
    request = requests.GenerationRequest(
        project=project,
        text="A lamp",
        settings=PromptSettings(**PAID | settings),
        client_token=token,
        takes=takes,
        quote_usd=None if usd is None else Decimal(usd),
        created_by=person,
    )
    return requests.request_generations(request)


def test_a_request_over_the_cap_needs_approval(project, editor, django_capture_on_commit_callbacks):
    allow(project, editor, cap="1.00")
    with django_capture_on_commit_callbacks(execute=True):
        made = [request(project, editor, f"token-{n}")[0] for n in (1, 2, 3)]
    first, second, third = made
    assert [one.hold for one in (first, second, third)] == ["", "", Hold.ASK]
    assert "cap of $1.00" in third.hold_message and third.due_at is None
    assert len(list_tasks()) == 2, "what needs approval is not sent"


def test_takes_count_together(project, editor):
    allow(project, editor, cap="1.00")
    assert {one.hold for one in request(project, editor, "token-1", takes=3)} == {Hold.ASK}
    assert {one.hold for one in request(project, editor, "token-2", takes=2)} == {""}


def test_without_the_right_only_paid_requests_need_approval(project, editor):
    allow(project, editor, may_spend=False)
    assert request(project, editor, "token-1")[0].hold == Hold.ASK
    assert request(project, editor, "token-2", usd="0", engine="preview", model="preview")[0].hold == ""


def test_a_cap_is_exact_to_the_cent(project, editor):
    """1. 101 generations at $0.30, which SQLite adds up to a little more than $30.30.  2. One more fits."""
    allow(project, editor, cap="30.60")
    prompt = cast.prompt()
    for _ in range(101):
        cast.clip(project, prompt=prompt, by=editor, quote_usd=Decimal("0.30"))
    assert str(spending.committed_by_person(project, editor)) == "30.300000"
    assert not spending.approval_reason(project, editor, Decimal("0.30"))
    assert spending.approval_reason(project, editor, Decimal("0.31"))


def test_an_unknown_price_needs_approval_where_there_is_a_cap(project, editor, owner):
    allow(project, editor, cap="100")
    assert request(project, editor, "token-1", usd=None)[0].hold == Hold.ASK
    assert request(project, owner, "token-2", usd=None)[0].hold == ""


def test_charges_count_and_failures_do_not(project, editor):
    allow(project, editor, cap="1.00")
    done = cast.clip(project, "completed", by=editor, provider_id="p1")
    cast.attempt(done, "accepted", provider_id="p1", quote_usd=Decimal("0.40"), cost_usd=Decimal("0.70"))
    lost = cast.clip(project, "failed", by=editor, provider_id="p2")
    cast.attempt(lost, "accepted", provider_id="p2", quote_usd=Decimal("0.40"))
    assert spending.committed_by_person(project, editor) == Decimal("0.70")
    assert request(project, editor, "token-1", usd="0.31")[0].hold == Hold.ASK
    assert request(project, editor, "token-2", usd="0.30")[0].hold == ""


def test_what_needs_approval_is_never_sent_however_often_it_is_tried(project, editor):
    allow(project, editor, may_spend=False)
    asking = request(project, editor, "token-1")[0]
    Generation.objects.filter(pk=asking.pk).update(due_at=asking.created_at)
    for _ in range(3):
        sending.submit(asking.pk)
    asking.refresh_from_db()
    assert (asking.state, asking.hold, asking.attempts.count()) == (State.QUEUED, Hold.ASK, 0)


def test_an_owner_approves_or_declines_with_one_press(
    client, project, editor, owner, django_capture_on_commit_callbacks
):
    allow(project, editor, may_spend=False)
    one, two = request(project, editor, "token-1")[0], request(project, editor, "token-2")[0]
    client.force_login(editor)
    assert client.post(reverse("generation-approval", args=[project.slug, one.pk])).status_code == 404
    client.force_login(owner)
    page = client.get(reverse("library", args=[project.slug])).content.decode()
    assert "requested approval" in page and "Approve" in page and "About $0.40" in page
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            client.post(reverse("generation-approval", args=[project.slug, one.pk]))
    client.post(reverse("generation-decline", args=[project.slug, two.pk]))
    for generation in (one, two):
        generation.refresh_from_db()
    assert (one.state, one.hold, two.state) == (State.QUEUED, "", State.CANCELLED)
    assert len(list_tasks()) == 1, "released once"
    assert not spending.approve(two, owner) and not spending.decline(one, owner)


def test_a_new_take_needs_approval_too(project, editor):
    allow(project, editor, cap="0.50")
    first = request(project, editor, "token-1")[0]
    assert requests.repeat(first, editor, client_token="token-2").hold == Hold.ASK


def test_the_button_says_that_approval_is_needed(client, project, editor, settings):
    settings.AIMLAPI_KEY = "a-key-that-is-long-enough"
    allow(project, editor, may_spend=False)
    client.force_login(editor)
    quote = reverse("quote", args=[project.slug])
    page = client.get(quote, {"model": "aimlapi:luma/ray-2"}).content.decode()
    assert "Request approval" in page and "Needs an owner" in page
    assert "Request approval" not in client.get(quote, {"model": "preview:preview"}).content.decode()


def test_sending_again_without_the_right_is_refused_with_a_reason(client, project, editor):
    allow(project, editor, may_spend=False)
    generation = cast.clip(project, "unconfirmed", quote_usd=Decimal("0.40"))
    cast.attempt(generation)
    client.force_login(editor)
    address = reverse("generation-sending", args=[project.slug, generation.pk])
    answers = [
        client.post(address, {"confirmed": 1, "on": on}, headers={"HX-Request": "true"})
        for on in ("", "clip", "activity", "timeline")
    ]
    page = client.post(address, {"confirmed": 1}, follow=True)
    assert {answer.status_code for answer in answers} == {409} and page.status_code == 200
    for answer in (*answers, page):
        assert "Nothing was sent or charged." in answer.content.decode()
    generation.refresh_from_db()
    assert generation.state == "unconfirmed" and generation.attempts.get().state == "open"
