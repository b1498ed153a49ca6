"""The bell in the header: the number of new notifications, and the latest ones."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from projects.core.failures import optional
from projects.core.http import Request, render_fragments
from projects.models import Notification

LATEST = 30


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """Count the new notifications (GET), or list the latest ones and mark them as seen (POST)."""
    rows = Notification.objects.filter(person=request.user)
    if request.method != "POST":
        return respond_count(request, rows.filter(seen_at=None).count())
    latest = list(rows.select_related("project")[:LATEST])
    with optional():
        rows.filter(seen_at=None).update(seen_at=timezone.now())
    return render_fragments(request, ("notifications/_list.html", {"notifications": latest}))


def respond_count(request: Request, new: int) -> HttpResponse:
    """Respond with the count, or 204 if the page already shows it (`n`)."""
    if str(new) == request.GET.get("n"):
        return HttpResponse(status=204)
    return render_fragments(request, ("notifications/_count.html", {"new": new}))
