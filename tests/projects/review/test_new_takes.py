"""New takes that answer a note."""

import pytest
from django.urls import reverse

from projects.review import notes
from tests.projects import cast
from tests.projects.review.steps import write_note
from tests.projects.web import HTMX

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("preview_only")]


@pytest.mark.parametrize("end", ["frame0", "frame1"])
def test_a_new_take_from_a_note_starts_or_ends_with_its_frame(press, client, review, owner, end):
    note = write_note(review, owner, frame=30, text="Sun too perfect")
    answer = press("note-take", note.pk, end=end)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    slot = page.partition(f'id="slot-{end}"')[2].partition('id="slot-')[0]
    assert "Frame 7 of clip 2" in slot, "frame 30 of the film is frame 6 of the second clip"
    shot = notes.find_source(review, 30)[0]
    assert shot.prompt.text in page, "the shot's own words"


def test_the_same_shot_again_has_its_own_words_and_both_its_frames(press, client, review, owner):
    shot = notes.find_source(review, 30)[0]
    for end, edge in (("frame0", "last"), ("frame1", "first")):
        shot.keyframes.create(end=end, source=cast.stored_clip(review.project, 200), edge=edge)
    note = write_note(review, owner, frame=30, text="Brighter")
    page = client.get(press("note-take", note.pk, end="")["Location"]).content.decode()
    assert shot.prompt.text in page and "data-given" in page, "no draft of another composer"
    assert page.count("slot--filled") == 2 and "Brighter" in page


def test_a_note_and_the_take_made_from_it_link_to_each_other(press, client, review, owner):
    """1. "New take from this note".  2. The composer shows the note.  3. The clip is requested.  4. The note
    links to it, and the new clip's page links to the note."""
    note = write_note(review, owner, frame=30, text="Sun too perfect")
    page = client.get(press("note-take", note.pk)["Location"]).content.decode()
    assert "Sun too perfect" in page and f'name="note" value="{note.pk}"' in page
    fields = {
        "prompt": "A softer sun",
        "model": "preview:preview",
        "client_token": "token-0001",
        "note": note.pk,
    }
    client.post(reverse("generations", args=[review.project.slug]), fields, headers=HTMX)
    note.refresh_from_db()
    assert note.take.prompt.text == "A softer sun"
    shown = [shot.generation for shot in review.cut.timeline.shots.filter(active=True).order_by("position")]
    assert shown[1] == note.take, "it joins the takes of its shot, and is seen in its place"
    difference = client.get(reverse("review", args=[review.project.slug, review.number])).content.decode()
    assert "View the new take" in difference
    clip = client.get(reverse("generation", args=[review.project.slug, note.take.pk])).content.decode()
    assert "Made for a note by Ada" in clip and "Sun too perfect" in clip
