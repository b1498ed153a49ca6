"""Walking from clip to clip: the links of a clip's page, and the viewer above the wall."""

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Generation
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(owner, client):
    client.force_login(owner)
    return owner


def where(clip: Generation) -> str:
    return reverse("generation", args=[clip.project.slug, clip.pk])


def test_a_clip_leads_to_the_clips_beside_it_on_the_wall(client, project):
    older, clip, deleted, newer = (cast.clip(project, "completed") for _ in range(4))
    Generation.objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())
    shown = client.get(where(clip)).text
    assert f'rel="prev" href="{where(newer)}"' in shown
    assert f'rel="next" href="{where(older)}"' in shown
    assert (
        'rel="prev"' not in client.get(where(newer)).text
        and 'rel="next"' not in client.get(where(older)).text
    )


def test_the_viewer_shows_a_clip_only_once_it_plays(client, project):
    ready, waiting = cast.clip(project, "completed"), cast.clip(project, "submitted")
    viewer, whole = (client.get(where(one), {"piece": "viewer"}).text for one in (ready, waiting))
    assert "data-autoplay" in viewer and "<html" not in viewer
    assert "data-autoplay" not in whole and "<html" in whole
