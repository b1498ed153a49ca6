"""A project's library: who sees it, what is in it, and that its queries do not grow with the clips."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.ledger import engines
from projects.models import Role
from tests.projects import cast

pytestmark = pytest.mark.usefixtures("preview_only")

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def owner(db):
    return cast.person(is_admin=True)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_text(client, project, name="library", **query) -> str:
    answer = client.get(reverse(name, args=[project.slug]), query, **(HTMX if name != "library" else {}))
    assert answer.status_code == 200
    return answer.content.decode()


# -- who -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["library", "library-clips", "quote", "changes"])
def test_outsiders_get_404(project, name):
    answer = client_of(cast.person("eve")).get(reverse(name, args=[project.slug]))
    assert answer.status_code == 404


def test_it_needs_an_account(project):
    answer = Client().get(reverse("library", args=[project.slug]))
    assert answer.status_code == 302 and reverse("sign-in") in answer["Location"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER])
def test_viewers_get_no_composer(project, role):
    cast.clip(project, "completed", pictures_at=timezone.now())
    page = page_text(client_of(cast.member(project, role)), project)
    assert 'id="composer"' not in page and "Extend" not in page


@pytest.mark.parametrize("name", ["quote"])
def test_viewers_get_no_quote(project, name):
    viewer = client_of(cast.member(project, Role.VIEWER))
    assert viewer.get(reverse(name, args=[project.slug])).status_code == 404


# -- the page --------------------------------------------------------------------------------------------


def test_an_empty_library_says_how_to_begin(project, owner):
    page = page_text(client_of(owner), project)
    assert "Make your first clip" in page and "autofocus" in page
    assert "Generate" in page and "free" in page


def test_sixty_clips_are_shown_and_the_older_ones_are_one_click_away(project, owner):
    for number in range(62):
        cast.clip(project, "completed", by=owner, prompt=cast.prompt(owner, f"Take {number}"))
    client = client_of(owner)
    page = page_text(client, project)
    assert page.count("<article") == 60 and "62 clips" in page and "before=3" in page
    older = page_text(client, project, "library-clips", before=3)
    assert older.count("<article") == 2 and "Show more clips" not in older


def test_a_library_of_sixty_takes_no_more_queries_than_one_of_six(
    project, owner, django_assert_max_num_queries
):
    source = cast.clip(project, "completed", by=owner, pictures_at=timezone.now())
    client = client_of(owner)

    def grow(clips: int) -> None:
        for number in range(clips):
            state = ("completed", "queued", "submitted", "failed", "unconfirmed")[number % 5]
            clip = cast.clip(project, state, by=owner)
            clip.keyframes.create(end="frame0", source=source, edge="last")
            cast.attempt(clip, "refused")

    grow(5)
    with django_assert_max_num_queries(40) as few:
        page_text(client, project)
    grow(55)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page_text(client, project)


def test_the_search_finds_prompts_people_and_numbers(project, owner):
    ada = cast.member(project, Role.EDITOR)
    ada.name = "Ada Lovelace"
    ada.save()
    cast.clip(project, by=owner, prompt=cast.prompt(owner, "Fog on the reef"))
    cast.clip(project, by=ada, prompt=cast.prompt(ada, "Snow on the pier"))
    client = client_of(owner)
    for query, found, other in (
        ("FOG reef", "Fog on", "Snow on"),
        ("lovelace", "Snow on", "Fog on"),
        ("#1", "Fog on", "Snow on"),
    ):
        page = page_text(client, project, "library-clips", q=query)
        assert found in page and other not in page, query
    for nothing in ("submarine", "#99999999999"):
        assert "No clips match" in page_text(client, project, "library-clips", q=nothing)


@pytest.mark.parametrize(
    ("prompt", "query"),
    [
        ("KÖLN by night", "köln"),
        ("Köln by night", "koln"),
        ("Cafe\u0301 in Paris", "Café"),
        ("Café in Paris", "cafe\u0301"),
        ("The keeper\u2019s lamp", "keeper's"),
        ("The keeper's “last” lamp", "“last”"),
        ("STRASSE", "straße"),
        ("ΟΔΟΣ", "οδος"),
        ("Ночь в МОСКВЕ", "москве"),
        ("İstanbul at dawn", "istanbul"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("Søren in Łódź", "soren lodz"),
        ("100 % \\ _x_", "% \\ _x_"),
    ],
)
def test_a_search_knows_no_case_accents_or_curly_quotes(project, owner, prompt, query):
    cast.clip(project, by=owner, prompt=cast.prompt(owner, prompt))
    cast.clip(project, by=owner, prompt=cast.prompt(owner, "Something else"))
    page = page_text(client_of(owner), project, "library-clips", q=query)
    assert page.count("<article") == 1, page


def test_letters_that_differ_by_more_than_an_accent_are_told_apart(project, owner):
    cast.clip(project, by=owner, prompt=cast.prompt(owner, "が हिन्दी"))
    for query in ("か", "हन्द"):
        assert "No clips match" in page_text(client_of(owner), project, "library-clips", q=query)


def test_a_search_is_in_the_url(project, owner):
    answer = client_of(owner).get(
        reverse("library-clips", args=[project.slug]), {"q": "fog", "show": "failed"}, **HTMX
    )
    assert answer["HX-Replace-Url"] == f"/projects/{project.slug}/?q=fog&show=failed"


@pytest.mark.parametrize(
    ("show", "states"), [("moving", {"queued", "unconfirmed"}), ("failed", {"refused", "unconfirmed"})]
)
def test_the_filters_show_what_they_say(project, owner, show, states):
    for state in ("queued", "completed", "refused", "unconfirmed", "cancelled"):
        cast.clip(project, state, by=owner)
    page = page_text(client_of(owner), project, "library-clips", show=show)
    assert {
        state
        for state in ("queued", "completed", "refused", "unconfirmed", "cancelled")
        if f'data-state="{state}"' in page
    } == states


def test_text_of_people_and_providers_is_escaped(project, owner):
    cast.clip(project, by=owner, prompt=cast.prompt(owner, "<img src=x onerror=alert(1)>"))
    cast.clip(project, "refused", by=owner, error_message="<script>alert(1)</script>")
    page = page_text(client_of(owner), project, q="<b>")
    assert "<img src=x" not in page and "<script>alert" not in page and "<b>”" not in page


def test_nothing_on_the_page_is_inline(project, owner):
    for state in ("queued", "submitted", "completed", "failed", "unconfirmed"):
        cast.clip(project, state, by=owner)
    page = page_text(client_of(owner), project)
    assert " style=" not in page and "<style" not in page and " onclick=" not in page
    assert all("src=" in tag for tag in page.split("<script")[1:])


# -- the composer ----------------------------------------------------------------------------------------


def test_a_clip_can_be_extended(project, owner):
    clip = cast.clip(project, "completed", by=owner, pictures_at=timezone.now())
    clip.picture("last.png").write_bytes(b"a frame")
    page = page_text(client_of(owner), project, frame0=f"clip:{clip.pk}:last")
    assert f'value="clip:{clip.pk}:last"' in page and "Starts on" in page


def test_editing_brings_back_prompt_settings_and_keyframes(project, owner):
    source = cast.clip(project, "completed", by=owner, pictures_at=timezone.now())
    clip = cast.clip(
        project, "refused", by=owner, prompt=cast.prompt(text="Wreck on the rocks", aspect_ratio="9:16")
    )
    clip.keyframes.create(end="frame1", source=source, edge="first")
    client = client_of(owner)
    page = page_text(client, project, **{"from": clip.pk})
    assert "Wreck on the rocks</textarea>" in page
    assert 'value="9:16" checked' in page and f"clip:{source.pk}:first" in page
    only_words = page_text(client, project, **{"from": clip.pk, "keep": "prompt"})
    assert "Wreck on the rocks</textarea>" in only_words
    assert 'value="9:16" checked' not in only_words and f'value="clip:{source.pk}:first"' not in only_words


@pytest.mark.parametrize("nonsense", ["clip:nonsense", "image:00000000-0000-0000-0000-000000000000", "<b>"])
def test_a_missing_keyframe_does_not_break_the_page(project, owner, nonsense):
    assert "<textarea" in page_text(client_of(owner), project, frame0=nonsense)


def test_the_quote_returns_corrected_chips(project, owner):
    piece = page_text(
        client_of(owner),
        project,
        "quote",
        model="preview:preview",
        aspect_ratio="21:9",
        duration_s="77",
        loop="1",
    )
    assert 'value="21:9" checked' in piece and 'value="5" checked' in piece
    assert "free" in piece and "disabled" not in piece


def test_an_impossible_request_disables_the_button(project, owner, settings):
    settings.AIMLAPI_KEY, settings.PUBLIC_URL = "a-key-for-tests", ""
    engines.build_engine.cache_clear()
    clip = cast.clip(project, "completed", by=owner, pictures_at=timezone.now())
    clip.picture("last.png").write_bytes(b"a frame")
    piece = page_text(
        client_of(owner), project, "quote", model="aimlapi:luma/ray-2", frame0=f"clip:{clip.pk}:last"
    )
    assert "disabled" in piece and "DAILIES_PUBLIC_URL" in piece and "price unknown" in piece
