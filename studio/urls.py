"""Root URL configuration."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from studio.web.readiness import readyz


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Respond with 200 while the web process is running."""
    return HttpResponse("ok", content_type="text/plain", headers={"X-Dailies": settings.ADDRESS_MARK})


handler500 = "projects.core.failures.handle_500"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("projects.urls")),
]
