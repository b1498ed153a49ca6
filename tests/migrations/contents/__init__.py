"""A small studio with something in every table and column, for the kept database of a release.

Written with the studio's own functions where they exist, else as rows.
"""

from django.test.utils import override_settings

from projects.models import Lease
from tests.migrations.contents import library, people, programs, review, timelines
from tests.migrations.contents.people import AT

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=PLAIN)
def fill() -> None:
    cast = people.gather()
    project = people.open_projects(cast)
    programs.add_webhooks(cast, project)
    key = programs.add_api_keys(cast, project)
    clips = library.fill(cast, project, key)
    programs.log_requests(key, clips)
    timeline = timelines.edit(cast, project, clips)
    review.discuss(cast, timeline, clips)
    timelines.export(cast, timeline)
    people.notify(cast, project)
    people.sign_in(cast)
    people.queue()
    Lease.objects.create(name="watcher", owner="studio-1:4711", until=AT)
