"""Engines and keys, storage, who may begin films: for those who run the studio. Appearance: for everybody."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from projects.core.access import studio_for
from projects.core.changes import number
from projects.core.forms import errors_of
from projects.core.http import Request
from projects.core.storage import room
from projects.core.theme import THEMES
from projects.ledger import engines
from projects.ledger.engine_settings import engine_row, engine_rows, try_key
from projects.ledger.forms import KeyForm
from projects.models import Person, Studio

YEAR_S = 365 * 24 * 3600


@require_GET
def show(request: Request) -> HttpResponse:
    context: dict[str, Any] = {"theme_now": request.COOKIES.get("theme", "")}
    if request.user.is_admin:
        context |= {"engines": engine_rows(), "studio": Studio.here(), "room": room(), "others": others()}
    return render(request, "ledger/settings.html", context)


@require_POST
@sensitive_post_parameters("key")
def key(request: Request, engine: str) -> HttpResponse:
    """Save a key, or forget it (forget=1). It is never shown again."""
    name = paid(request, engine)
    if engines.from_environment(name):
        return answer(request, name, error="This key comes from the environment and is changed there.")
    if request.POST.get("forget"):
        engines.forget_key(name, request.user)
        return answer(request, name, said="The key is forgotten.")
    form = KeyForm(request.POST)
    if not form.is_valid():
        return answer(request, name, error=" ".join(errors_of(form)))
    engines.save_key(name, form.cleaned_data["key"], request.user)
    return answer(request, name, said="Saved. Press Test to see whether it works.")


@require_POST
def test(request: Request, engine: str) -> HttpResponse:
    """Ask the provider something that costs nothing with the key that is in use."""
    works, words = try_key(paid(request, engine))
    return answer(request, engine, **({"said": words} if works else {"error": words}))


@require_POST
def default_model(request: Request) -> HttpResponse:
    """What the composer begins with; "engine:model", or nothing for the best that is ready."""
    studio_for(request.user)
    engine, _, model = request.POST.get("maker", "").partition(":")
    offered = {name: maker.models() for name, maker in engines.offered()}
    if engine and model not in offered.get(engine, ()):
        messages.warning(request, "This model cannot be used now. Please choose another.")
        return redirect("settings")
    Studio.here()
    Studio.objects.update(default_engine=engine, default_model=model)
    messages.success(request, "Saved. New prompts begin with it.")
    return redirect("settings")


@require_POST
def beginners(request: Request) -> HttpResponse:
    """Who else may begin films of their own: those whose boxes are ticked."""
    studio_for(request.user)
    ticked = {number(id, 0) for id in request.POST.getlist("can_create_projects")}
    with transaction.atomic():
        others().exclude(pk__in=ticked).update(can_create_projects=False)
        others().filter(pk__in=ticked).update(can_create_projects=True)
    messages.success(request, "Saved.")
    return redirect(reverse("settings") + "#beginners")


@require_POST
def appearance(request: Request) -> HttpResponse:
    """Dark, light, or as the person's system has it; kept in a cookie, so it is this browser's."""
    response = redirect("settings")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR_S, samesite="Lax", secure=settings.HTTPS)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


# -- private ---------------------------------------------------------------------------------------------


def others() -> QuerySet[Person]:
    """Everybody with an account who does not run the studio."""
    return Person.objects.filter(is_admin=False, is_active=True).order_by("email")


def paid(request: Request, engine: str) -> str:
    """The engine's name when it takes a key and this person runs the studio; else 404."""
    studio_for(request.user)
    if engine not in engines.PAID:
        raise Http404
    return engine


def answer(request: Request, engine: str, *, said: str = "", error: str = "") -> HttpResponse:
    """The engine's panel as it is now, with what was just said; without htmx the page again."""
    if not request.htmx:
        (messages.warning if error else messages.success)(request, error or said)
        return redirect("settings")
    context = {"engine": engine_row(engine), "said": said, "error": error}
    return render(request, "ledger/settings/_engine.html", context)
