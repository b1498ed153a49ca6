"""The project's API keys: create, list with their latest requests, revoke."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from projects.api import keys
from projects.api.forms import ApiKeyForm
from projects.core.access import project_for
from projects.core.http import Request
from projects.core.once import do_once, show_once, take_shown
from projects.ledger.spending import committed_by_key
from projects.models import Project

MAX_REQUESTS = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """List the keys. A POST creates one and shows it once."""
    project = project_for(request.user, slug, "own")
    if request.method != "POST":
        return render_keys(request, project, **take_shown(request))
    form = ApiKeyForm(request.POST)
    if not form.is_valid():
        return render_keys(request, project, 422, form=form)
    return redirect(do_once(request, lambda: create(request, project, form)))


def create(request: Request, project: Project, form: ApiKeyForm) -> str:
    key, text = keys.create(project, request.user, **form.settings())
    show_once(request, created=str(key), text=text, secret=key.secret())
    return request.path


def render_keys(request: Request, project: Project, status: int = 200, **more) -> HttpResponse:
    rows = list(project.api_keys.select_related("created_by"))
    for key in rows:
        key.latest = list(key.requests.select_related("generation")[:MAX_REQUESTS])
        key.spent_usd = committed_by_key(key)
    rows.sort(key=lambda key: bool(key.ended))
    base = f"{request.scheme}://{request.get_host()}"
    context = {"project": project, "keys": rows, "form": ApiKeyForm(), "base": base}
    return render(request, "api/keys.html", context | more, status=status)


@require_POST
def revoke(request: Request, slug: str, id: UUID) -> HttpResponse:
    project = project_for(request.user, slug, "own")
    key = get_object_or_404(project.api_keys, pk=id)
    keys.revoke(key, f"{request.user} revoked the key.")
    messages.success(request, _("%(name)s is revoked.") % {"name": key})
    return redirect("keys", slug)
