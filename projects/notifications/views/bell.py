"""The bell: how much is new for a person, and what."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from projects.core.changes import number
from projects.core.http import Request, pieces
from projects.models import Notification

MOST = 30


@require_http_methods(["GET", "POST"])
def show(request: Request) -> HttpResponse:
    """GET: how many are new, or 204 while that is what the page shows already. POST: the latest ones, which
    are seen now."""
    mine = Notification.objects.filter(person=request.user)
    if request.method == "GET":
        new = mine.filter(seen_at=None).count()
        if str(new) == request.GET.get("n"):
            return HttpResponse(status=204)
        return pieces(
            request, ("notifications/_count.html", {"new": new, "told": number(request.GET.get("n"), 0)})
        )
    latest = list(mine.select_related("project")[:MOST])
    mine.filter(seen_at=None).update(seen_at=timezone.now())
    return pieces(request, ("notifications/_list.html", {"notices": latest}))
