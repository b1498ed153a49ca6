"""A project's webhooks and their deliveries: add, list, send again, stop."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.core.access import project_for
from projects.core.http import Request
from projects.core.once import do_once, show_once, take_shown
from projects.models import Delivery, Project
from projects.notifications import webhooks
from projects.notifications.forms import WebhookForm

LATEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str) -> HttpResponse:
    """List the webhooks; a POST adds one and shows its secret once."""
    project = project_for(request.user, slug, "own")
    if request.method != "POST":
        return respond(request, project, **take_shown(request))
    form = WebhookForm(request.POST)
    if not form.is_valid():
        return respond(request, project, 422, form=form)
    return redirect(do_once(request, lambda: add(request, project, form)))


def add(request: Request, project: Project, form: WebhookForm) -> str:
    webhook, secret = webhooks.add(project, request.user, **form.cleaned_data)
    show_once(request, new_address=webhook.address, secret=secret)
    return request.path


def respond(request: Request, project: Project, status: int = 200, **more) -> HttpResponse:
    rows = list(project.webhooks.filter(stopped_at=None)) + list(project.webhooks.exclude(stopped_at=None))
    for webhook in rows:
        webhook.latest = list(webhook.deliveries.all()[:LATEST])
    context = {"project": project, "webhooks": rows, "form": WebhookForm()}
    return render(request, "notifications/webhooks.html", context | more, status=status)


@require_POST
def stop(request: Request, slug: str, id) -> HttpResponse:
    """Stop a webhook."""
    project = project_for(request.user, slug, "own")
    reason = _("Stopped by %(who)s.") % {"who": request.user}
    webhooks.stop(get_object_or_404(project.webhooks, pk=id), reason)
    messages.success(request, _("Webhook stopped."))
    return redirect("webhooks", slug)


@require_POST
def resend(request: Request, slug: str, id) -> HttpResponse:
    """Send a delivery again."""
    project = project_for(request.user, slug, "own")
    rows = Delivery.objects.filter(webhook__project=project, webhook__stopped_at=None)
    webhooks.resend(get_object_or_404(rows, pk=id))
    messages.success(request, _("Sending again."))
    return redirect("webhooks", slug)
