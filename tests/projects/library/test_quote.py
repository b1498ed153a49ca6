"""What the composer offers and says before anything is paid."""

import json
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.ledger import engines, spending
from projects.ledger.requests import RequestedKeyframe
from projects.library import quote
from projects.library.composer_settings import resolution_setting
from projects.models import Account, End, EngineKey, Image, PriceList, Role, Studio
from tests.projects import cast
from tests.studio.engines.test_prices import A_VARIANT

pytestmark = pytest.mark.usefixtures("preview_only")

KEY = "a-key-for-tests"


@pytest.fixture
def owner(db):
    return cast.person(is_admin=True)


@pytest.fixture
def ray(settings):
    settings.AIMLAPI_KEY = KEY
    return "aimlapi:luma/ray-2"


@pytest.fixture
def public(settings):
    """An address at which providers can fetch pictures."""
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://dailies.video", ["dailies.video"]


def warnings_of(made) -> str:
    return " ".join(warning.text for warning in made.warnings)


def picture(project, **fields) -> Image:
    facts = {"width_px": 64, "height_px": 36, "size": 10, "sha256": uuid4().hex * 2}
    image = Image.objects.create(project=project, name="reef.png", **facts, **fields)
    image.folder.mkdir(parents=True)
    image.path.write_bytes(b"a picture")
    return image


def made_here(project, engine="aimlapi", model="luma/ray-2", account=None):
    """Create a finished clip that this key's provider knows, with its stills."""
    clip = cast.clip(
        project, "completed", prompt=cast.prompt(engine=engine, model=model), pictures_at=timezone.now()
    )
    cast.attempt(clip, "accepted", account=account or engines.account_for(engines.engine_for(engine)))
    for name in ("first.png", "last.png"):
        clip.picture(name).write_bytes(b"a frame")
    return clip


# -- models and settings ---------------------------------------------------------------------------------


def test_without_a_key_the_preview_engine_is_offered_for_free(project):
    made = quote.make_quote(project, {})
    assert [choice.value for choice in made.choices] == ["preview:preview"]
    assert made.is_free and made.price_usd == 0
    assert made.settings.aspect_ratio == project.aspect_ratio
    assert made.settings.resolution == "720p" and made.settings.duration_s == 5
    assert not made.warnings


def test_a_key_moves_nobody_from_the_free_engine_to_a_paid_one(project, owner, ray):
    """A new person, one who made clips before, and a request from the shell without a model."""
    assert quote.make_quote(project, {}, by=cast.person("new")).is_free
    cast.clip(project, by=owner, prompt=cast.prompt(owner))
    EngineKey.objects.create(engine="luma", fingerprint="e" * 16, sealed="", last4="abcd", saved_by=owner)
    made = quote.make_quote(project, {}, by=owner)
    assert made.is_free and ray in [choice.value for choice in made.choices]
    assert quote.make_quote(project, {}).is_free


def test_the_studios_default_model_comes_first(project, ray):
    Studio.objects.create(default_engine="aimlapi", default_model="luma/ray-flash-2")
    assert quote.make_quote(project, {}).model.id == "luma/ray-flash-2"


def test_a_persons_last_settings_are_kept(project, owner, ray):
    cast.clip(project, by=owner, prompt=cast.prompt(owner, resolution="540p", aspect_ratio="9:16"))
    again = quote.make_quote(project, {}, by=owner)
    assert (again.chosen.value, again.settings.aspect_ratio) == ("preview:preview", "9:16")
    cast.clip(project, by=owner, prompt=cast.prompt(owner, engine="aimlapi", model="luma/ray-2"))
    assert quote.make_quote(project, {}, by=owner).chosen.value == ray


def test_settings_that_a_model_lacks_are_replaced_by_its_own(project, ray):
    made = quote.make_quote(
        project, {"model": ray, "resolution": "360p", "duration_s": 10, "aspect_ratio": "2:1"}
    )
    assert made.settings.resolution == "1080p"
    assert made.settings.duration_s == 5
    assert made.settings.aspect_ratio == "16:9"


def test_a_model_without_lengths_and_sizes_says_that_it_decides(project, ray):
    made = quote.make_quote(
        project, {"model": "aimlapi:luma/ray-1-6", "duration_s": 9, "resolution": "1080p"}
    )
    assert made.settings.duration_s is None and made.settings.resolution == ""
    assert "chooses length and quality itself" in warnings_of(made)
    assert "retired" in warnings_of(made)


def test_a_retired_model_is_replaced_with_a_notice(project):
    made = quote.make_quote(project, {"model": "aimlapi:luma/ray-2"})
    assert made.chosen.value == "preview:preview"
    assert "available right now" in warnings_of(made)


@pytest.mark.parametrize(("asked", "takes"), [(None, 1), (3, 3), (99, 4), (-1, 1)])
def test_takes_are_one_to_four(project, asked, takes):
    assert quote.make_quote(project, {"takes": asked}).takes == takes


# -- prices ----------------------------------------------------------------------------------------------


def test_an_unknown_price_is_never_zero(project, ray):
    made = quote.make_quote(project, {"model": ray})
    assert made.price_usd is None and made.total_usd is None


def test_the_total_includes_all_takes(project, ray):
    raw = {"kind": "fixed", "currency": "USD", "units": [{"name": "generation", "price": 0.53, "per": 1}]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=raw, seen_at=timezone.now())
    made = quote.make_quote(project, {"model": ray, "takes": 3})
    assert (made.price_usd, made.total_usd) == (Decimal("0.53"), Decimal("1.59"))


def test_the_documented_price_by_the_second_needs_no_approval_under_a_cap(project, ray):
    rule = {"kind": "variants", "dimensions": ["resolution"], "variants": [json.loads(A_VARIANT)]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=rule, seen_at=timezone.now())
    made = quote.make_quote(project, {"model": ray, "resolution": "1080p", "duration_s": 5})
    assert made.total_usd == Decimal("3.25")
    editor = cast.member(project, Role.EDITOR)
    project.memberships.filter(person=editor).update(cap_usd=Decimal("3.25"))
    assert spending.approval_reason(project, editor, made.total_usd) == ""


def test_a_stored_price_of_an_older_shape_is_unknown_until_it_is_refreshed(project, ray):
    raw = {"kind": "fixed", "currency": "USD", "units": [{"price": 0.53, "per": "generation"}]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=raw, seen_at=timezone.now())
    assert quote.make_quote(project, {"model": ray}).price_usd is None


# -- notices --------------------------------------------------------------------------------------------


def test_a_clip_of_this_key_is_extended_without_a_public_address(project, ray):
    made = quote.make_quote(
        project, {"model": ray}, [RequestedKeyframe("frame0", source=made_here(project), edge="last")]
    )
    assert not made.blockers


def test_the_aspect_ratio_is_ignored_with_a_keyframe(project, ray):
    made = quote.make_quote(
        project, {"model": ray}, [RequestedKeyframe("frame0", source=made_here(project), edge="last")]
    )
    assert "16:9 is ignored" in warnings_of(made)


def test_loop_is_ignored_with_a_last_frame(project, ray):
    lead_in = [RequestedKeyframe("frame1", source=made_here(project), edge="first")]
    assert "Loop is ignored" in warnings_of(quote.make_quote(project, {"model": ray, "loop": True}, lead_in))
    assert "Loop is ignored" not in warnings_of(quote.make_quote(project, {"model": ray, "loop": True}))


def test_an_image_that_the_provider_cannot_reach_blocks_the_request(project, ray):
    made = quote.make_quote(project, {"model": ray}, [RequestedKeyframe("frame0", image=picture(project))])
    (stop,) = made.blockers
    assert "DAILIES_PUBLIC_URL" in stop.text
    assert "Use a clip that" in stop.text and "Preview" in stop.text


def test_a_part_of_a_picture_from_the_web_offers_the_whole_picture(project, owner, ray):
    """Only the whole picture has an address where the provider can fetch it."""
    whole = picture(project, source_url="https://pictures.example.com/lamp.png")
    part = picture(project, original=whole)
    (stop,) = quote.make_quote(project, {"model": ray}, [RequestedKeyframe("frame0", image=part)]).blockers
    assert (stop.whole, stop.end) == (whole, "frame0")
    client = Client()
    client.force_login(owner)
    asked = {"model": ray, "frame0": f"image:{part.pk}", "aspect_ratio": "16:9"}
    page = client.get(reverse("quote", args=[project.slug]), asked).content.decode()
    assert "Use the whole picture" in page and f"choice=image:{whole.pk}&amp;whole=1" in page
    taken = quote.make_quote(project, {"model": ray}, [RequestedKeyframe("frame0", image=whole)])
    assert not taken.blockers
    upload = picture(project, original=picture(project))
    (stop,) = quote.make_quote(project, {"model": ray}, [RequestedKeyframe("frame0", image=upload)]).blockers
    assert stop.whole is None and stop.needs_address


def test_an_image_can_be_sent_with_a_public_address(project, ray, settings):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://dailies.video", ["dailies.video"]
    assert not quote.make_quote(
        project, {"model": ray}, [RequestedKeyframe("frame0", image=picture(project))]
    ).blockers


def test_a_clip_of_another_engine_needs_the_public_address(project, ray):
    drawn = made_here(project, engine="preview", model="preview")
    assert quote.make_quote(
        project, {"model": ray}, [RequestedKeyframe("frame0", source=drawn, edge="last")]
    ).blockers


def test_a_clip_of_another_key_needs_the_public_address(project, ray):
    other = Account.objects.create(engine="aimlapi", fingerprint="another key")
    foreign = made_here(project, account=other)
    assert quote.make_quote(
        project, {"model": ray}, [RequestedKeyframe("frame0", source=foreign, edge="last")]
    ).blockers


def test_the_start_of_a_clip_is_sent_as_an_image(project, ray):
    """frame0 continues a clip's end. Its start is only available as an image."""
    assert quote.make_quote(
        project, {"model": ray}, [RequestedKeyframe("frame0", source=made_here(project), edge="first")]
    ).blockers


def test_ray_3_2_says_that_it_gets_the_keyframe_as_an_image(project, ray, public):
    clip = made_here(project)
    made = quote.make_quote(
        project, {"model": "aimlapi:luma/ray-3.2"}, [RequestedKeyframe("frame0", source=clip, edge="last")]
    )
    assert f"gets the frame of clip {clip.number} as a picture" in warnings_of(made)
    assert not made.blockers


@pytest.mark.parametrize(
    ("wanted", "ends", "remedies"),
    [
        ({"duration_s": 10}, [], []),
        ({"duration_s": 5, "loop": True}, ["frame0"], []),
        ({"duration_s": 10}, ["frame0"], [("duration_s", "5", "Use 5 s")]),
        ({"duration_s": 10}, ["frame1"], [("duration_s", "5", "Use 5 s")]),
        ({"duration_s": 10, "loop": True}, [], [("duration_s", "5", "Use 5 s")]),
        ({"duration_s": 5, "loop": True}, ["frame1"], [("loop", "", "Turn off loop")]),
    ],
)
def test_what_ray_3_2_refuses_together_is_said_before_paying(project, ray, public, wanted, ends, remedies):
    keyframes = [RequestedKeyframe(End(end), image=picture(project)) for end in ends]
    made = quote.make_quote(project, wanted | {"model": "aimlapi:luma/ray-3.2"}, keyframes)
    assert [(w.instead.field, w.instead.value, w.instead.label) for w in made.blockers] == remedies
    assert [warning.field for warning in made.blockers] == [remedy[0] for remedy in remedies]


def test_ray_2_still_ignores_loop_with_a_last_frame(project, ray, public):
    keyframes = [RequestedKeyframe(End.FRAME1, image=picture(project))]
    made = quote.make_quote(project, {"model": ray, "loop": True}, keyframes)
    assert "Loop is ignored" in warnings_of(made) and not made.blockers


def test_360p_is_the_draft_of_ray_3_2_only(project, ray):
    labels = {}
    for model in ("aimlapi:luma/ray-3.2", "preview:preview"):
        made = quote.make_quote(project, {"model": model, "resolution": "360p"})
        labels[model] = resolution_setting(made).chosen.label
    assert labels == {"aimlapi:luma/ray-3.2": "360p draft", "preview:preview": "360p"}
    draft = cast.prompt(engine="aimlapi", model="luma/ray-3.2", resolution="360p")
    assert "360p draft" in draft.settings_line


def test_the_preview_engine_accepts_every_keyframe(project, ray):
    for ending in (
        RequestedKeyframe("frame0", image=picture(project)),
        RequestedKeyframe("frame1", source=made_here(project), edge="last"),
    ):
        assert not quote.make_quote(project, {"model": "preview:preview"}, [ending]).warnings


def test_a_pending_clip_is_waited_for(project, ray):
    moving = cast.clip(project, "submitted", prompt=cast.prompt(engine="aimlapi", model="luma/ray-2"))
    made = quote.make_quote(
        project, {"model": ray}, [RequestedKeyframe("frame0", source=moving, edge="last")]
    )
    assert f"Waiting for clip {moving.number}" in warnings_of(made) and not made.blockers


def test_a_key_on_hold_is_shown_before_the_request(project, ray):
    account = engines.account_for(engines.engine_for("aimlapi"))
    Account.objects.filter(pk=account.pk).update(hold="credits")
    made = quote.make_quote(project, {"model": ray})
    assert "balance is used up" in warnings_of(made) and not made.blockers
