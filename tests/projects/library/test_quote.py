"""What the composer may offer and say before anything is paid."""

from decimal import Decimal

import pytest
from django.utils import timezone

from projects.ledger import engines
from projects.ledger.requests import RequestedKeyframe
from projects.library import quote
from projects.models import Account, EngineKey, Image, PriceList, Studio
from tests.projects import cast

pytestmark = pytest.mark.usefixtures("preview_only")

KEY = "a-key-for-tests"


@pytest.fixture
def owner(db):
    return cast.person(is_admin=True)


@pytest.fixture
def ray(settings):
    settings.AIMLAPI_KEY = KEY
    return "aimlapi:luma/ray-2"


def said(offer) -> str:
    return " ".join(note.words for note in offer.notes)


def picture(project) -> Image:
    image = Image.objects.create(
        project=project, name="reef.png", width_px=64, height_px=36, size=10, sha256="cd" * 32
    )
    image.folder.mkdir(parents=True)
    image.path.write_bytes(b"a picture")
    return image


def made_here(project, engine="aimlapi", model="luma/ray-2", account=None):
    """A finished clip that this key's provider knows, with its frames on this disk."""
    clip = cast.clip(
        project, "completed", said=cast.prompt(engine=engine, model=model), pictures_at=timezone.now()
    )
    cast.attempt(clip, "accepted", account=account or engines.account_of(engines.maker(engine)))
    for name in ("first.png", "last.png"):
        clip.picture(name).write_bytes(b"a frame")
    return clip


# -- models and settings ---------------------------------------------------------------------------------


def test_without_a_key_the_preview_is_offered_and_free(project):
    offer = quote.offer(project, {})
    assert [choice.value for choice in offer.choices] == ["preview:preview"]
    assert offer.is_free and offer.price_usd == 0
    assert offer.settings.aspect_ratio == project.aspect_ratio
    assert offer.settings.resolution == "720p" and offer.settings.duration_s == 5
    assert not offer.notes


def test_with_a_key_ray_2_is_the_usual_one(project, ray):
    offer = quote.offer(project, {})
    assert offer.chosen.value == ray
    assert "preview:preview" in [choice.value for choice in offer.choices]


def test_the_studios_default_model_comes_first(project, ray):
    Studio.objects.create(default_engine="aimlapi", default_model="luma/ray-flash-2")
    assert quote.offer(project, {}).model.id == "luma/ray-flash-2"


def test_what_was_asked_last_is_asked_again_until_a_key_is_added(project, owner, ray):
    cast.clip(project, by=owner, said=cast.prompt(owner, resolution="540p", aspect_ratio="9:16"))
    again = quote.offer(project, {}, by=owner)
    assert (again.chosen.value, again.settings.aspect_ratio) == ("preview:preview", "9:16")
    EngineKey.objects.create(engine="luma", fingerprint="e" * 16, sealed="", last4="abcd", saved_by=owner)
    assert quote.usual(project, owner, again.choices) == {}


def test_settings_that_a_model_lacks_become_its_own(project, ray):
    offer = quote.offer(
        project, {"maker": ray, "resolution": "360p", "duration_s": "10", "aspect_ratio": "2:1"}
    )
    assert offer.settings.resolution == "1080p"
    assert offer.settings.duration_s == 5
    assert offer.settings.aspect_ratio == "16:9"


def test_a_model_without_lengths_and_sizes_says_that_it_decides(project, ray):
    offer = quote.offer(project, {"maker": "aimlapi:luma/ray-1-6", "duration_s": 9, "resolution": "1080p"})
    assert offer.settings.duration_s is None and offer.settings.resolution == ""
    assert "decides length and quality itself" in said(offer)
    assert "retired" in said(offer)


def test_a_model_that_is_gone_is_replaced_aloud(project):
    offer = quote.offer(project, {"maker": "aimlapi:luma/ray-2"})
    assert offer.chosen.value == "preview:preview"
    assert "cannot be used just now" in said(offer)


@pytest.mark.parametrize(("asked", "takes"), [("", 1), ("3", 3), ("99", 4), ("-1", 1), ("many", 1)])
def test_takes_are_one_to_four(project, asked, takes):
    assert quote.offer(project, {"takes": asked}).takes == takes


# -- prices ----------------------------------------------------------------------------------------------


def test_a_price_that_nobody_knows_is_unknown_and_never_zero(project, ray):
    offer = quote.offer(project, {"maker": ray})
    assert offer.price_usd is None and offer.total_usd is None


def test_the_total_counts_the_takes(project, ray):
    raw = {"kind": "fixed", "currency": "USD", "units": [{"name": "generation", "price": 0.53, "per": 1}]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=raw, seen_at=timezone.now())
    offer = quote.offer(project, {"maker": ray, "takes": 3})
    assert (offer.price_usd, offer.total_usd) == (Decimal("0.53"), Decimal("1.59"))


def test_a_stored_price_of_an_older_shape_is_unknown_until_it_is_refreshed(project, ray):
    raw = {"kind": "fixed", "currency": "USD", "units": [{"price": 0.53, "per": "generation"}]}
    PriceList.objects.create(engine="aimlapi", model="luma/ray-2", raw=raw, seen_at=timezone.now())
    assert quote.offer(project, {"maker": ray}).price_usd is None


# -- what is said before ---------------------------------------------------------------------------------


def test_a_clip_made_with_this_key_goes_on_without_a_public_address(project, ray):
    offer = quote.offer(
        project, {"maker": ray}, [RequestedKeyframe("frame0", source=made_here(project), edge="last")]
    )
    assert not offer.stops


def test_the_ratio_is_not_used_with_a_frame(project, ray):
    offer = quote.offer(
        project, {"maker": ray}, [RequestedKeyframe("frame0", source=made_here(project), edge="last")]
    )
    assert "16:9 is not used" in said(offer)


def test_loop_is_not_used_with_an_end(project, ray):
    lead_in = [RequestedKeyframe("frame1", source=made_here(project), edge="first")]
    assert "Loop is not used" in said(quote.offer(project, {"maker": ray, "loop": True}, lead_in))
    assert "Loop is not used" not in said(quote.offer(project, {"maker": ray, "loop": True}))


def test_a_picture_that_the_provider_cannot_reach_stops_the_wish(project, ray):
    offer = quote.offer(project, {"maker": ray}, [RequestedKeyframe("frame0", image=picture(project))])
    (stop,) = offer.stops
    assert "DAILIES_PUBLIC_URL" in stop.words
    assert "What works now" in stop.words and "Preview" in stop.words


def test_a_public_address_lets_the_picture_go(project, ray, settings):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://dailies.film", ["dailies.film"]
    assert not quote.offer(
        project, {"maker": ray}, [RequestedKeyframe("frame0", image=picture(project))]
    ).stops


def test_a_clip_of_another_engine_needs_the_public_address(project, ray):
    drawn = made_here(project, engine="preview", model="preview")
    assert quote.offer(
        project, {"maker": ray}, [RequestedKeyframe("frame0", source=drawn, edge="last")]
    ).stops


def test_a_clip_of_another_key_needs_the_public_address(project, ray):
    other = Account.objects.create(engine="aimlapi", fingerprint="another key")
    foreign = made_here(project, account=other)
    assert quote.offer(
        project, {"maker": ray}, [RequestedKeyframe("frame0", source=foreign, edge="last")]
    ).stops


def test_the_start_of_a_clip_goes_as_a_picture(project, ray):
    """frame0 continues a clip's end; its start is only to be had as a picture."""
    assert quote.offer(
        project, {"maker": ray}, [RequestedKeyframe("frame0", source=made_here(project), edge="first")]
    ).stops


def test_ray_3_2_says_that_it_gets_the_frame_as_a_picture(project, ray, settings):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://dailies.film", ["dailies.film"]
    clip = made_here(project)
    offer = quote.offer(
        project, {"maker": "aimlapi:luma/ray-3.2"}, [RequestedKeyframe("frame0", source=clip, edge="last")]
    )
    assert f"gets the frame of clip {clip.number} as a picture" in said(offer)
    assert not offer.stops


def test_the_preview_takes_every_frame_as_it_is(project, ray):
    for ending in (
        RequestedKeyframe("frame0", image=picture(project)),
        RequestedKeyframe("frame1", source=made_here(project), edge="last"),
    ):
        assert not quote.offer(project, {"maker": "preview:preview"}, [ending]).notes


def test_a_clip_that_is_still_on_its_way_is_waited_for(project, ray):
    moving = cast.clip(project, "submitted", said=cast.prompt(engine="aimlapi", model="luma/ray-2"))
    offer = quote.offer(project, {"maker": ray}, [RequestedKeyframe("frame0", source=moving, edge="last")])
    assert f"Waits for clip {moving.number}" in said(offer) and not offer.stops


def test_a_key_on_hold_is_told_before_the_wish(project, ray):
    account = engines.account_of(engines.maker("aimlapi"))
    Account.objects.filter(pk=account.pk).update(hold="credits")
    offer = quote.offer(project, {"maker": ray})
    assert "balance is used up" in said(offer) and not offer.stops
