"""The film's webhooks: made, looked at with what was sent, sent again, stopped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from projects.core.access import project_for
from projects.core.http import Request
from projects.models import Delivery, Project
from projects.notifications import webhooks
from projects.notifications.forms import WebhookForm

LATEST = 20


@require_http_methods(["GET", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """A POST makes one, and shows its secret this once."""
    project = project_for(request.user, slug, "own")
    if request.method == "GET":
        return listed(request, project)
    form = WebhookForm(request.POST)
    if not form.is_valid():
        return listed(request, project, 422, form=form)
    made, secret = webhooks.make(project, request.user, **form.cleaned_data)
    return listed(request, project, made=made, secret=secret)


def listed(request: Request, project: Project, status: int = 200, **more) -> HttpResponse:
    rows = list(project.webhooks.filter(stopped_at=None)) + list(project.webhooks.exclude(stopped_at=None))
    for webhook in rows:
        webhook.latest = list(webhook.deliveries.all()[:LATEST])
    context = {"project": project, "webhooks": rows, "form": WebhookForm()}
    return render(request, "notifications/webhooks.html", context | more, status=status)


@require_POST
def stop(request: Request, slug: str, id) -> HttpResponse:
    project = project_for(request.user, slug, "own")
    webhooks.stop(get_object_or_404(project.webhooks, pk=id), f"Stopped by {request.user}.")
    messages.success(request, "Nothing is sent there any more.")
    return redirect("webhooks", slug)


@require_POST
def again(request: Request, slug: str, id) -> HttpResponse:
    project = project_for(request.user, slug, "own")
    rows = Delivery.objects.filter(webhook__project=project, webhook__stopped_at=None)
    webhooks.again(get_object_or_404(rows, pk=id))
    messages.success(request, "It is being sent again.")
    return redirect("webhooks", slug)
