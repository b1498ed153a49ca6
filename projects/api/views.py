"""The film's API keys: made and shown once, looked at with what they did, revoked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from projects.api import keys
from projects.api.forms import ApiKeyForm
from projects.core.access import project_for
from projects.core.http import Request
from projects.ledger.spending import sum_committed
from projects.models import Project

LATEST = 20


@never_cache
@require_http_methods(["GET", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """A POST makes one, and shows it this once."""
    project = project_for(request.user, slug, "own")
    if request.method == "GET":
        return listed(request, project)
    form = ApiKeyForm(request.POST)
    if not form.is_valid():
        return listed(request, project, 422, form=form)
    made, text = keys.make(project, request.user, **form.settings())
    return listed(request, project, made=made, text=text, secret=made.secret())


def listed(request: Request, project: Project, status: int = 200, **more) -> HttpResponse:
    rows = list(project.api_keys.select_related("created_by"))
    for key in rows:
        key.latest = list(key.requests.select_related("generation")[:LATEST])
        key.spent_usd = sum_committed(api_key=key)
    rows.sort(key=lambda key: bool(key.ended))
    base = f"{request.scheme}://{request.get_host()}"
    context = {"project": project, "keys": rows, "form": ApiKeyForm(), "base": base}
    return render(request, "api/keys.html", context | more, status=status)


@require_POST
def revoke(request: Request, slug: str, id) -> HttpResponse:
    project = project_for(request.user, slug, "own")
    key = get_object_or_404(project.api_keys, pk=id)
    keys.revoke(key, f"{request.user} revoked the key.")
    messages.success(request, f"{key} opens nothing any more.")
    return redirect("keys", slug)
