"""Spending by day and person, and the four figures that are never added up."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.ledger.chart import HIGH, build_chart
from projects.ledger.money import load_month
from projects.models import Account, Attempt, Role
from tests.projects import cast

pytestmark = pytest.mark.django_db


def order(project, person, usd, *, days=0, state="completed", quote="0.50"):
    """One paid order `days` ago. Its cost is None if the provider has not reported it."""
    generation = cast.clip(
        project, state, by=person, prompt=cast.prompt(person, engine="aimlapi", model="luma/ray-2")
    )
    account = Account.objects.get_or_create(engine="aimlapi", fingerprint="f" * 32)[0]
    return Attempt.objects.create(
        generation=generation,
        account=account,
        client_request_id=uuid4().hex,
        state="accepted",
        model="luma/ray-2",
        provider_id=uuid4().hex,
        cost_usd=usd and Decimal(usd),
        quote_usd=quote and Decimal(quote),
        opened_at=timezone.now() - timedelta(days=days),
    )


def test_bar_heights_follow_the_sums(project, owner):
    mara = cast.member(project, Role.EDITOR, "Mara")
    order(project, owner, "1.00")
    order(project, owner, "0.50")
    order(project, mara, "0.50")
    order(project, mara, "1.00", days=3)
    order(project, mara, "9.00", days=31)
    chart = build_chart(project)
    assert chart.top_usd == Decimal("2.00")
    assert [(round(bar.height), bar.series) for bar in chart.bars] == [
        (HIGH // 2, 2),
        (HIGH * 3 // 4, 1),
        (HIGH // 4, 2),
    ]
    assert min(bar.y for bar in chart.bars) == 0 and len({bar.x for bar in chart.bars}) == 2
    assert chart.table[0][1:] == ("Mara", Decimal("1.00"))


def test_the_four_figures_are_kept_apart(project, owner):
    order(project, owner, "1.25")
    order(project, owner, None, state="submitted", quote="0.40")
    order(project, owner, None, quote="0.30")
    cast.clip(
        project, "queued", by=owner, quote_usd=Decimal("0.20"), prompt=cast.prompt(owner, engine="aimlapi")
    )
    cast.clip(project, "queued", by=owner, quote_usd=Decimal("0.70"))  # Preview costs nothing
    month = load_month(project)
    figures = (month.spent_usd, month.in_flight_usd, month.unknown_usd, month.estimated_usd)
    assert figures == (Decimal("1.25"), Decimal("0.40"), Decimal("0.30"), Decimal("0.20"))
    row = build_chart(project).rows[0]
    assert (row.spent_usd, row.in_flight_usd, row.unknown_usd, row.estimated_usd) == figures


def test_a_former_members_spending_still_counts(project, owner):
    mara = cast.member(project, Role.EDITOR, "Mara")
    order(project, mara, "1.00")
    project.memberships.filter(person=mara).delete()
    assert [(str(row.person), row.spent_usd) for row in build_chart(project).rows][1] == (
        "Mara",
        Decimal("1.00"),
    )


def test_the_page_takes_a_fixed_number_of_queries(client, project, owner, django_assert_max_num_queries):
    order(project, owner, "1.00")
    client.force_login(owner)
    client.get(reverse("spending", args=[project.slug]))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("spending", args=[project.slug])).content.decode()
    assert "<rect" in page and "$1.00" in page
    for _ in range(8):
        order(project, cast.member(project, Role.EDITOR), "1.00")
    with django_assert_max_num_queries(14):
        client.get(reverse("spending", args=[project.slug]))


def test_an_empty_project_says_so(client, project, owner):
    client.force_login(owner)
    assert b"Nothing charged" in client.get(reverse("spending", args=[project.slug])).content
