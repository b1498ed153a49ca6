"""All URLs of the site, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from projects.accounts import urls as accounts
from projects.api import urls as api
from projects.core import urls as core
from projects.exports import urls as exports
from projects.ledger import urls as ledger
from projects.library import urls as library
from projects.notifications import urls as notifications
from projects.review import urls as review
from projects.timeline import urls as timeline

# URLs below a project's
project_urls: list[URLPattern | URLResolver] = [
    *core.project_urls,
    *notifications.project_urls,
    *ledger.project_urls,
    *accounts.project_urls,
    *library.project_urls,
    *timeline.project_urls,
    *review.project_urls,
    *exports.project_urls,
    *api.project_urls,
]

urlpatterns = [
    path("projects/<slug:slug>/", include(project_urls)),
    *core.urlpatterns,
    *notifications.urlpatterns,
    *ledger.urlpatterns,
    *accounts.urlpatterns,
    *library.urlpatterns,
    *review.urlpatterns,
    *api.urlpatterns,
]
