"""The bell in the header: the number of new notifications, and the latest ones."""

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.core.failures import optional
from projects.core.http import Request, render_fragments
from projects.models import Notification, NotificationKind

LATEST = 30


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """Count the new notifications (GET), or list the latest ones and mark them as seen (POST)."""
    rows = Notification.objects.filter(person=request.user)
    if request.method != "POST":
        return respond_count(request, rows.filter(seen_at=None).count())
    latest = group(rows.select_related("project")[:LATEST])
    with optional():
        rows.filter(seen_at=None).update(seen_at=timezone.now())
    return render_fragments(request, ("notifications/_list.html", {"notifications": latest}))


def group(rows: Iterable[Notification]) -> list[Notification]:
    """Return the notifications, those of clips that got ready one after the other in a project as one."""
    return [merge(list(run)) for _key, run in groupby(rows, key=run_of)]


def run_of(row: Notification) -> tuple[str, int]:
    return ("", row.project_id) if row.kind == NotificationKind.READY else (row.key, row.project_id)


def merge(run: list[Notification]) -> Notification:
    """Return the newest of the run; if there are several, it says how many and leads to the library."""
    newest = run[0]
    if len(run) > 1:
        newest.message = _("%(count)d clips ready") % {"count": len(run)}
        newest.path = reverse("library", args=[newest.project.slug])
        newest.seen_at = newest.seen_at and run[-1].seen_at
    return newest


def respond_count(request: Request, new: int) -> HttpResponse:
    """Respond with the count, or 204 if the page already shows it (`n`)."""
    if str(new) == request.GET.get("n"):
        return HttpResponse(status=204)
    return render_fragments(request, ("notifications/_count.html", {"new": new}))
