"""Exports: exact, made once, and signed."""

from pathlib import Path

import av
import pytest
from django.utils import timezone

from projects.exports import content_credentials, queue
from projects.models import RenderState
from studio.credentials import certificate, xmp
from studio.credentials.sign import DELIVERED, Claim, read, sign
from studio.media import MediaError
from tests.projects import cast
from tests.projects.cast import FRAMES
from tests.projects.exports.steps import build_export, request_export
from tests.studio.media.numbered import numbers

pytestmark = pytest.mark.django_db


def test_a_shared_frame_is_in_the_film_once(timeline):
    export = build_export(timeline)
    assert numbers(export.file) == list(range(FRAMES * 2 - 1))
    assert (export.frames, export.bytes) == (FRAMES * 2 - 1, export.file.stat().st_size)
    assert [path.name for path in export.folder.iterdir()] == ["film.mp4"]


def test_pressed_twice_it_is_one_export(timeline):
    assert request_export(timeline) == request_export(timeline)
    assert timeline.exports.count() == 1


def test_an_export_is_not_affected_by_later_edits(timeline):
    export = request_export(timeline)
    timeline.shots.update(active=False)
    queue.build(export.pk)
    export.refresh_from_db()
    assert export.frames == FRAMES * 2 - 1


def test_an_unfinished_clip_is_named(timeline, project):
    timeline.shots.create(generation=cast.clip(project, "queued"), position="c")
    with pytest.raises(queue.CannotExport, match="Shot 3 isn't ready yet"):
        request_export(timeline)
    assert not timeline.exports.exists()


def test_a_missing_video_is_named(timeline):
    export = request_export(timeline)
    timeline.shots.first().generation.video.unlink()
    queue.build(export.pk)
    export.refresh_from_db()
    assert export.state == RenderState.FAILED and export.render.message.startswith(
        "The video of clip 1 is missing"
    )


# -- content credentials -------------------------------------------------------------------------------------


def test_the_film_is_signed_with_its_real_history_and_without_prompts(timeline):
    export = build_export(timeline)
    credentials = read(export.file, root=content_credentials.studio_certificate().root)
    assert (credentials.state, credentials.title) == ("Trusted", "Rough cut")
    assert credentials.ingredients == ("Clip 1, take 1", "Clip 2, take 1")
    assert xmp.read_source_type(export.file) == xmp.COMPOSITE
    assert b"secret words" not in export.file.read_bytes()


def test_prompts_are_included_on_request(timeline):
    assert b"The secret words of clip 0" in build_export(timeline, includes_prompts=True).file.read_bytes()


def test_a_clip_names_its_source(timeline):
    first, second = (row.generation for row in timeline.shots.order_by("position"))
    signed = content_credentials.sign_clip(second)
    assert read(signed, root=content_credentials.studio_certificate().root).ingredients == ("Clip 1, take 1",)
    assert (
        read(content_credentials.signed_path(first)).source_type == xmp.ALGORITHM
    )  # the Preview engine was not trained
    assert second.video.read_bytes() != signed.read_bytes() and numbers(signed) == numbers(second.video)


def test_a_clip_that_cannot_be_signed_can_still_be_downloaded(project):
    clip = cast.stored_clip(project, 0)
    clip.video.write_bytes(b"an odd film")
    assert content_credentials.for_download(clip) == clip.video


def test_a_clip_that_cannot_be_signed_does_not_stop_the_export(timeline, monkeypatch):
    """Its own credentials cannot be read, so it becomes an ingredient without them."""
    sign = content_credentials.sign

    def refused(source, target, claim, *args, **more):
        if claim.title.startswith("Clip 2"):
            raise MediaError("The video could not be signed.")
        return sign(source, target, claim, *args, **more)

    monkeypatch.setattr(content_credentials, "sign", refused)
    export = build_export(timeline)
    credentials = read(export.file, root=content_credentials.studio_certificate().root)
    assert (credentials.state, credentials.ingredients, export.render.message) == (
        "Trusted",
        ("Clip 1, take 1", "Clip 2, take 1"),
        "",
    )


def test_an_unsigned_film_says_so(timeline, monkeypatch):
    def refused(*args, **more):
        raise MediaError("The video could not be signed.")

    monkeypatch.setattr(content_credentials, "sign", refused)
    export = build_export(timeline)
    assert numbers(export.file) == list(range(FRAMES * 2 - 1)) and read(export.file) is None
    assert export.render.message.startswith("Exported without Content Credentials")


def test_a_clips_credentials_by_its_provider_are_kept(timeline, tmp_path):
    """1. The stored video has its provider's signature.  2. The clip's copy names it as the parent.  3. The
    export has the clip as an ingredient, and all of it is valid."""
    (tmp_path / "maker").mkdir()
    maker = certificate.load(tmp_path / "maker")
    first = timeline.shots.order_by("position").first().generation
    theirs = Claim("Ray 2 film", "Luma", "ray-2", timezone.now(), xmp.AI, {})
    sign(first.video, tmp_path / "theirs.mp4", theirs, maker, version="9").replace(first.video)
    export, root = build_export(timeline), content_credentials.studio_certificate().root
    credentials = read(content_credentials.signed_path(first), root=root)
    assert (credentials.state, credentials.title) == ("Trusted", "Clip 1, take 1")
    assert credentials.ingredients == (DELIVERED,)
    assert read(export.file, root=root).state == "Trusted" and b"Ray 2 film" in export.file.read_bytes()
    assert numbers(export.file) == list(range(FRAMES * 2 - 1))


def test_the_label_is_in_its_corner_and_nowhere_else(timeline):
    plain = build_export(timeline)
    labeled = build_export(timeline, token="u", labeled=True)
    assert numbers(labeled.file) == numbers(plain.file)
    a, b = (pixels(export.file) for export in (plain, labeled))
    high, wide = a.shape
    far = abs(a.astype(int) - b) > 40
    assert far[high * 3 // 4 :, wide // 2 :].any() and not far[: high // 2].any()


def pixels(path: Path):
    with av.open(str(path)) as container:
        return next(container.decode(video=0)).to_ndarray(format="gray")


def test_an_export_that_meets_a_bug_ends_with_a_sentence(timeline, monkeypatch):
    """It was "making" until three workers had died of it."""
    export = request_export(timeline)
    monkeypatch.setattr(queue, "build_file", lambda *given, **options: 1 / 0)
    queue.build(export.pk)
    export.refresh_from_db()
    assert (export.state, export.render.message) == (
        RenderState.FAILED,
        "Something went wrong in the studio. See its log for details.",
    )
