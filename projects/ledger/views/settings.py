"""The studio's settings for admins: engines, and who can create projects."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.core.access import require_admin
from projects.core.forms import errors_of
from projects.core.http import Request, render_fragments
from projects.ledger import engines
from projects.ledger.engine_settings import describe_engine, list_engines
from projects.ledger.forms import KeyForm, ProjectCreatorsForm
from projects.ledger.key_check import check_key, save_and_test
from projects.models import Person, Studio


@require_safe
def show(request: Request) -> HttpResponse:
    """Show the engines. Who doesn't run the studio is led to what they can set."""
    if not request.user.is_admin:
        return redirect("appearance")
    return render(request, "ledger/engines.html", {"engines": list_engines(), "studio": Studio.load()})


@require_POST
@sensitive_post_parameters("key")
def key(request: Request, engine: str) -> HttpResponse:
    """Test a key and save it, or delete it (forget=1)."""
    name = require_paid_engine(request, engine)
    if engines.environment_key(name):
        return respond(request, name, error=_("This key is set in the environment. Change it there."))
    if request.POST.get("forget"):
        engines.delete_keys(name, request.user)
        return respond(request, name, success=_("Key deleted."))
    form = KeyForm(request.POST)
    if not form.is_valid():
        return respond(request, name, error=" ".join(errors_of(form)))
    works, message = save_and_test(name, form.cleaned_data["key"], request.user)
    return respond(request, name, **({"success": message} if works else {"error": message}))


@require_POST
def test(request: Request, engine: str) -> HttpResponse:
    """Check the current key with a request that costs nothing."""
    works, message = check_key(require_paid_engine(request, engine))
    return respond(request, engine, **({"success": message} if works else {"error": message}))


@require_POST
def default_model(request: Request) -> HttpResponse:
    """Choose the composer's default: "engine:model", or nothing for the best that is ready."""
    require_admin(request.user)
    engine, _colon, model = request.POST.get("default", "").partition(":")
    offered = {name: known.models() for name, known in engines.usable_engines()}
    if engine and model not in offered.get(engine, ()):
        messages.warning(request, _("This model isn't available now. Choose another one."))
        return redirect("settings")
    Studio.load()
    Studio.objects.update(default_engine=engine, default_model=model)
    messages.success(request, _("Saved."))
    return redirect("settings")


@require_http_methods(["GET", "HEAD", "POST"])
def project_creators(request: Request) -> HttpResponse:
    """Choose who can create projects besides the admins."""
    require_admin(request.user)
    people = other_people()
    if request.method != "POST":
        return render(request, "ledger/project_creators.html", {"people": people})
    form = ProjectCreatorsForm(people, request.POST)
    if form.is_valid():
        ids = form.cleaned_data["can_create_projects"]
        with transaction.atomic():
            people.exclude(pk__in=ids).update(can_create_projects=False)
            people.filter(pk__in=ids).update(can_create_projects=True)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(errors_of(form)))
    return redirect("project-creators")


# -- private ---------------------------------------------------------------------------------------------


def other_people() -> QuerySet[Person]:
    """Return everybody with an account who is no admin."""
    return Person.objects.filter(is_admin=False, is_active=True).order_by("email")


def require_paid_engine(request: Request, engine: str) -> str:
    """Return the engine's name if it needs a key and the person is an admin. Raise 404."""
    require_admin(request.user)
    if engine not in engines.PAID:
        raise Http404
    return engine


def respond(request: Request, engine: str, *, success: str = "", error: str = "") -> HttpResponse:
    """Respond with the engine's panel and a message; without htmx, with a redirect to the page."""
    if not request.htmx:
        (messages.warning if error else messages.success)(request, error or success)
        return redirect("settings")
    panel = {"engine": describe_engine(engine), "success": success, "error": error}
    choices = {"engines": list_engines(), "studio": Studio.load(), "oob": True}
    return render_fragments(
        request, ("ledger/engine/_engine.html", panel), ("ledger/engine/_default.html", choices)
    )
