"""The page's poll: cheap without changes, fragments for what changed, and it ends when all is done."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.ledger.transitions import change_state
from projects.models import State
from tests.projects import cast


def poll(signed_in, project, since, **query):
    return signed_in.get(reverse("changes", args=[project.slug]), {"since": since, **query})


def cancel(clip, project) -> None:
    assert change_state(clip.pk, State.QUEUED, State.CANCELLED)
    project.refresh_from_db()


def test_nothing_new_is_204_in_three_queries(signed_in, project, django_assert_num_queries):
    cast.clip(project)
    poll(
        signed_in, project, project.revision
    )  # the first request of a process also asks whether there is an account
    with django_assert_num_queries(3):  # the session, the person, the project's revision
        answer = poll(signed_in, project, project.revision)
    assert answer.status_code == 204 and answer.content == b""


def test_only_what_changed_is_sent(signed_in, project):
    changed, same = cast.clip(project), cast.clip(project)
    cancel(changed, project)
    page = poll(signed_in, project, project.revision - 1).content.decode()
    assert f'id="generation-{changed.pk}"' in page and f'id="generation-{same.pk}"' not in page
    assert f"since={project.revision}" in page and "every 2s" in page  # the other one is still pending


def test_the_poll_slows_down_when_nothing_is_pending(signed_in, project):
    """It goes on, because a colleague may request a clip at any time."""
    clip = cast.clip(project)
    cancel(clip, project)
    assert 'hx-trigger="every 15s"' in poll(signed_in, project, 0).content.decode().split("<template>")[0]


def test_a_clip_without_its_stills_is_still_polled(signed_in, project):
    cast.clip(project, "completed", revision=1)
    project.revision = 1
    project.save()
    assert "every 2s" in poll(signed_in, project, 0).content.decode()
    project.generations.update(pictures_at=timezone.now())
    assert "every 2s" not in poll(signed_in, project, 0).content.decode()


def test_the_number_of_pending_clips_is_sent(signed_in, project):
    cast.clip(project)
    cancel(cast.clip(project), project)
    page = poll(signed_in, project, 0).content.decode()
    assert 'data-moving="1"' in page and "1 in progress" in page and "2 clips" in page


def test_a_clips_page_polls_only_that_clip(signed_in, project):
    """The other one is linked as its neighbor, but no piece of it comes along."""
    mine, other = cast.clip(project), cast.clip(project)
    cancel(other, project)
    cancel(mine, project)
    page = poll(signed_in, project, 0, id=mine.pk).content.decode()
    pieces = re.findall(r' id="([^"]*)"', page)
    assert any(str(mine.pk) in piece for piece in pieces)
    assert not any(str(other.pk) in piece for piece in pieces)


@pytest.mark.parametrize("query", [{"since": "x"}, {"since": "²"}, {"since": "9" * 40}, {"id": "nonsense"}])
def test_nonsense_is_a_client_error(signed_in, project, query):
    cancel(cast.clip(project), project)
    assert poll(signed_in, project, **({"since": 0} | query)).status_code == 200


def test_the_poll_takes_a_fixed_number_of_queries(signed_in, project, owner, django_assert_max_num_queries):
    def grow(clips):
        for _ in range(clips):
            cast.attempt(cast.clip(project, "submitted", by=owner, revision=5), "refused")

    project.revision = 5
    project.save()
    grow(3)
    with django_assert_max_num_queries(25) as few:
        poll(signed_in, project, 0)
    grow(40)
    with django_assert_max_num_queries(len(few.captured_queries)):
        poll(signed_in, project, 0)
