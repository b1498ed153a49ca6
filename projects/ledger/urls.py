"""URLs of activity, spending, and the settings of a project and of the studio."""

from django.urls import path

from projects.ledger.views import activity, project_settings, settings

project_urls = [
    path("settings/", project_settings.edit, name="project-settings"),
    path("activity/", activity.show, name="activity"),
    path("activity/changes/", activity.changes, name="activity-changes"),
    path("holds/<str:hold>/retry/", activity.retry_hold, name="hold-retry"),
    path("spending/", activity.spending, name="spending"),
]

urlpatterns = [
    path("settings/", settings.show, name="settings"),
    path("settings/engines/<str:engine>/key/", settings.key, name="engine-key"),
    path("settings/engines/<str:engine>/test/", settings.test, name="engine-test"),
    path("settings/engines/default/", settings.default_model, name="default-model"),
    path("settings/project-creators/", settings.project_creators, name="project-creators"),
]
