"""Make it with a paid model: a story of three Preview shots that become real ones."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.library.remake import make_plan
from projects.models import Generation, Hold, Image, PriceList, Role
from projects.timeline.undo import undo_change
from tests.projects import cast
from tests.studio.engines.test_prices import A_VARIANT

pytestmark = pytest.mark.usefixtures("preview_only")
RAY_2, RAY_32 = "aimlapi:luma/ray-2", "aimlapi:luma/ray-3.2"


@pytest.fixture
def ray(settings):
    settings.AIMLAPI_KEY = "a-key-for-tests"
    rule = {"kind": "variants", "dimensions": ["resolution"], "variants": [json.loads(A_VARIANT)]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=rule, seen_at=timezone.now())


@pytest.fixture
def public(settings):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://dailies.video", ["dailies.video"]


def drawn(project, owner, *, frame0=None, frame1=None, **settings):
    """Create a Preview clip that starts on the end of one clip, and ends on the start of another."""
    given = {"resolution": "1080p", "text": f"Shot {uuid4().hex[:6]}"} | settings
    clip = cast.clip(
        project, "completed", by=owner, prompt=cast.prompt(by=owner, **given), pictures_at=timezone.now()
    )
    for edge in ("first", "last"):
        clip.picture(f"{edge}.png").write_bytes(b"a picture")
    for end, source, edge in (("frame0", frame0, "last"), ("frame1", frame1, "first")):
        if source:
            clip.keyframes.create(end=end, source=source, edge=edge)
    return clip


@pytest.fixture
def chain(project, owner):
    """A timeline of four Preview shots: the second starts on the first, and the third is a bridge to the
    fourth, which was drawn before it."""
    first = drawn(project, owner)
    second = drawn(project, owner, frame0=first)
    last = drawn(project, owner)
    bridge = drawn(project, owner, frame0=second, frame1=last)
    timeline = project.timelines.create(number=1, name="Rough cut")
    for position, clip in zip("abcd", (first, second, bridge, last), strict=True):
        timeline.shots.create(generation=clip, position=position)
    return timeline


@pytest.fixture
def visit(client, owner, chain):
    client.force_login(owner)
    address = reverse("timeline-remake", args=[chain.project.slug, 1])

    def ask(who=client, method="get", **fields):
        return getattr(who, method)(address, fields)

    return ask


def confirm(page, once="press-1", **changes):
    plan = page.context["plan"]
    return {"model": plan.choice.value, "confirmed": plan.confirmed, "once": once} | changes


def new_clips(project):
    return list(project.generations.filter(prompt__engine="aimlapi").order_by("number"))


def test_a_chain_is_made_in_its_order_with_its_frames_in_their_places(chain, ray, visit, owner):
    """1. All prices are shown first.  2. One confirmation requests four clips.  3. Each starts and ends on
    real clips, not on drawings.  4. They stand in the shots' places; one undo brings the drawings back."""
    page = visit()
    assert page.context["plan"].price == "about $13.00" and not new_clips(chain.project)
    assert "5 s · 1080p · starts on clip 2 · ends on clip 3" in page.text
    answer = visit(method="post", **confirm(page))
    assert answer.url == reverse("timeline", args=[chain.project.slug, 1])
    first, second, last, bridge = new_clips(chain.project)
    frames = {
        (key.generation, key.end): (key.source, key.edge)
        for clip in new_clips(chain.project)
        for key in clip.keyframes.all()
    }
    assert frames == {
        (second, "frame0"): (first, "last"),
        (bridge, "frame0"): (second, "last"),
        (bridge, "frame1"): (last, "first"),
    }
    shown = [shot.generation for shot in chain.shots.filter(active=True).order_by("position")]
    assert shown == [first, second, bridge, last]
    assert undo_change(chain).description == "made 4 shots with Ray 2"
    assert {shot.generation.prompt.engine for shot in chain.shots.filter(active=True)} == {"preview"}


def test_pressing_twice_requests_once(chain, ray, visit):
    form = confirm(visit())
    assert [visit(method="post", **form).status_code for _ in range(2)] == [302, 302]
    assert len(new_clips(chain.project)) == 4


@pytest.mark.parametrize(
    "changes", [{"confirmed": "aimlapi:luma/ray-2 4 0.01"}, {"model": RAY_32}, {"confirmed": ""}]
)
def test_only_what_was_confirmed_is_requested(chain, ray, visit, changes):
    answer = visit(method="post", **confirm(visit(), **changes))
    assert answer.status_code == 409 and "Nothing was requested" in answer.text
    assert not new_clips(chain.project)


def test_a_shot_that_was_added_meanwhile_is_not_made_unseen(chain, ray, visit, owner):
    form = confirm(visit())
    chain.shots.create(generation=drawn(chain.project, owner), position="e")
    assert visit(method="post", **form).status_code == 409 and not new_clips(chain.project)


def test_without_the_right_to_spend_an_owner_is_asked(chain, ray, visit, project):
    editor = cast.member(project, Role.EDITOR, "Edith")
    project.memberships.filter(person=editor).update(may_spend=False)
    client = Client()
    client.force_login(editor)
    page = visit(client)
    assert "Request approval" in page.text
    visit(client, "post", **confirm(page))
    assert {clip.hold for clip in new_clips(project)} == {Hold.ASK}


def test_without_a_key_the_page_says_so(chain, visit):
    assert "no engine has a key" in visit().text
    assert visit(method="post", confirmed="x", once="1").status_code == 409


def remarks_of(clip, owner, model=RAY_2):
    [step] = make_plan([clip], model, owner, token="t").steps
    return step, " ".join(step.remarks)


def test_a_drawing_that_the_provider_cannot_fetch_is_left_out_and_said(project, owner, ray):
    clip = drawn(project, owner, frame0=drawn(project, owner))
    step, remarks = remarks_of(clip, owner)
    assert not step.keyframes and "Made without its first frame." in remarks and "public address" in remarks


def test_a_drawing_that_the_provider_can_fetch_is_used_and_said(project, owner, ray, public):
    clip = drawn(project, owner, frame0=drawn(project, owner))
    step, remarks = remarks_of(clip, owner)
    assert [key.end for key in step.keyframes] == ["frame0"] and "that Preview drew for clip 1" in remarks


def test_a_picture_from_the_web_needs_no_address_of_ours(project, owner, ray):
    clip = drawn(project, owner)
    facts = {"width_px": 64, "height_px": 36, "size": 9, "sha256": "a" * 64}
    image = Image.objects.create(project=project, name="a", source_url="https://a.test/a.png", **facts)
    image.folder.mkdir(parents=True)
    image.path.write_bytes(b"a picture")
    clip.keyframes.create(end="frame1", image=image)
    step, remarks = remarks_of(clip, owner)
    assert [key.end for key in step.keyframes] == ["frame1"] and remarks == ""


def test_settings_that_the_model_lacks_become_its_nearest(project, owner, ray):
    clip = drawn(project, owner, duration_s=10, resolution="360p")
    step, remarks = remarks_of(clip, owner)
    assert step.draft.quote.settings.duration_s == 9
    assert "9 s instead of 10 s." in remarks and "540p instead of 360p." in remarks


def test_what_the_model_refuses_together_is_not_requested(project, owner, ray, public):
    """Ray 3.2 makes 10 s from text only, and no loop that ends on a frame."""
    clip = drawn(project, owner, frame1=drawn(project, owner), duration_s=10, loop=True)
    step, remarks = remarks_of(clip, owner, RAY_32)
    assert step.draft.duration_s == 5 and "Not as a loop." in remarks and not step.problems


def test_a_clip_of_a_frame_alone_cannot_be_made_from_nothing(project, owner, ray):
    plan = make_plan([drawn(project, owner, frame0=drawn(project, owner), text="")], RAY_2, owner, token="t")
    assert not plan.steps and plan.left_out[0].problems


def test_one_clip_is_made_from_its_page(client, project, owner, ray):
    clip = drawn(project, owner)
    client.force_login(owner)
    page = client.get(reverse("generation", args=[project.slug, clip.pk]))
    address = reverse("generation-remake", args=[project.slug, clip.pk])
    assert address in page.text and "Make it with Ray 2" in page.text
    form = confirm(client.get(address))
    answer = client.post(address, form)
    [made] = new_clips(project)
    assert answer.url == reverse("generation", args=[project.slug, made.pk])
    assert made.prompt.text == clip.prompt.text
    real = client.get(reverse("generation-remake", args=[project.slug, made.pk]))
    assert real.status_code == 404 and Generation.objects.count() == 2
