"""Ask for confirmation before a request that costs more than the project's threshold."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import reswap, retarget

from projects.core.http import Request
from projects.models import Project

OWN = ("csrfmiddlewaretoken", "confirmed")


def must_confirm(request: Request, project: Project, usd: Decimal | None) -> bool:
    """Return True if this costs more than the threshold and the person didn't confirm just this price."""
    limit = project.confirm_above_usd
    if usd is None or limit is None or usd <= limit:
        return False
    return request.POST.get("confirmed") != str(usd)


def ask_in_composer(request: Request, usd: Decimal | None) -> HttpResponse:
    """Ask under the composer, which sends the same request again with the confirmed price."""
    if not request.htmx:
        return ask_on_page(request, usd)
    context = {"usd": usd, "confirmed": str(usd), "token": request.POST.get("client_token", "")}
    return render(request, "library/_confirm_price.html", context)


def ask_in_message(request: Request, usd: Decimal | None) -> HttpResponse:
    """Ask at the foot of the page, for a button that has no place of its own for a question."""
    if not request.htmx:
        return ask_on_page(request, usd)
    response = render(request, "library/_confirm_price_message.html", repeat_context(request, usd))
    return reswap(retarget(response, "#flash"), "outerHTML")


def ask_on_page(request: Request, usd: Decimal | None) -> HttpResponse:
    return render(request, "library/confirm_price.html", repeat_context(request, usd))


def repeat_context(request: Request, usd: Decimal | None) -> dict[str, object]:
    """Return what a form needs to send the same request again."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in OWN]
    return {"usd": usd, "confirmed": str(usd), "action": request.get_full_path(), "fields": fields}
