"""Amounts of money: every form reads and refuses them in the same way, and keeps what was typed."""

from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import ApiKey
from tests.projects import cast

pytestmark = pytest.mark.django_db

REFUSED = "Enter an amount in US dollars, such as 120 or 49.50."
READ = {"1,59": "1.59", "1.59": "1.59", " 12 ": "12", "0": "0", "12,5": "12.5", "": None}
WRONG = ("1,590", "1.5.9", "12 €", "-1", "1.599", "99999999999", "NaN", "1e99", "soon")


def budget(client, project, text: str):
    sent = {"name": project.name, "aspect_ratio": "16:9", "budget_usd": text}
    return client.post(reverse("project-settings", args=[project.slug]), sent)


def key_cap(client, project, text: str):
    sent = {"name": "Script", "scope": "write", "cap_usd": text}
    return client.post(reverse("keys", args=[project.slug]), sent)


def member_cap(client, project, text: str):
    member = project.memberships.order_by("pk").first()
    sent = {"role": member.role, "may_spend": "1", "cap_usd": text}
    return client.post(reverse("member-role", args=[project.slug, member.pk]), sent)


def stored(project) -> dict:
    """Return the amount that each form stores."""
    project.refresh_from_db()
    key = ApiKey.objects.first()
    return {
        budget: project.budget_usd,
        key_cap: key and key.cap_usd,
        member_cap: project.memberships.order_by("pk").first().cap_usd,
    }


@pytest.mark.parametrize("form", [budget, key_cap, member_cap])
@pytest.mark.parametrize("text", READ)
def test_a_comma_or_point_may_come_before_the_cents(signed_in, project, form, text):
    assert form(signed_in, project, text).status_code < 400
    amount = READ[text]
    assert stored(project)[form] == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("form", [budget, key_cap, member_cap])
@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_amount_gets_one_sentence_and_stays_in_the_field(signed_in, project, form, text):
    answer = form(signed_in, project, text)
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count(REFUSED) == 1
    assert f'value="{text}"' in page and 'type="number" name="' not in page
    assert stored(project)[form] is None


@pytest.mark.parametrize("days", ["0", "366", "1,5", "1.5", "soon"])
def test_the_days_of_a_link_are_refused_in_one_sentence(signed_in, review, days):
    answer = signed_in.post(reverse("share-links", args=[review.project.slug, review.number]), {"days": days})
    assert answer.status_code == 422
    assert "how many days the link is open: a whole number from 1 to 365" in answer.content.decode()
    assert not review.links.exists()


def test_a_member_without_a_role_is_told_so(signed_in, project):
    cast.member(project, "viewer")
    member = project.memberships.get(role="viewer")
    answer = signed_in.post(reverse("member-role", args=[project.slug, member.pk]), {"role": "king"})
    assert answer.status_code == 422 and project.memberships.get(pk=member.pk).role == "viewer"
