"""An imported film is a clip like any other, and never money."""

import errno
import time
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from projects.core import storage
from projects.exports import content_credentials, queue
from projects.ledger import charged, missing_files, storing
from projects.ledger.money import load_month
from projects.library import imports, quote
from projects.models import Generation, RenderState, State, Upload
from studio.credentials import sign, xmp
from studio.media import probe
from studio.media.frames import read_first
from tests.projects import cast
from tests.projects.exports.steps import build_export
from tests.studio.media.hostile_films import FRAMES, HEIGHT, KINDS, PLAYLIST, WIDTH, film, forged

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def arrive(project, by, content: bytes, name: str = "IMG_2041.mp4") -> Upload:
    """Create an upload that has arrived whole."""
    upload = imports.begin(project, by, name=name, size=len(content))
    upload.file.parent.mkdir(parents=True, exist_ok=True)
    upload.file.write_bytes(content)
    imports.finish(upload)
    return upload


def import_film(project, by, content: bytes, name: str = "IMG_2041.mp4") -> Generation:
    upload = arrive(project, by, content, name)
    imports.build(str(upload.pk))
    return Generation.objects.get(upload=upload)


@pytest.fixture
def content(tmp_path) -> bytes:
    return film(tmp_path / "source.mp4").read_bytes()


@pytest.fixture
def imported(project, owner, content):
    """A clip that was imported and prepared."""
    clip = import_film(project, owner, content)
    storing.store_result(clip.pk)
    return Generation.objects.get(pk=clip.pk)


def files(settings) -> list[str]:
    return sorted(str(path.relative_to(settings.MEDIA_ROOT)) for path in settings.MEDIA_ROOT.rglob("*.*"))


def test_a_film_becomes_a_clip_with_its_own_bytes(project, content, owner, settings):
    imported = import_film(project, owner, content)
    facts = imported.film_facts
    assert (facts.width_px, facts.height_px, facts.frames, facts.fps) == (WIDTH, HEIGHT, FRAMES, 24)
    assert (imported.state, imported.created_by, imported.prompt.text) == ("completed", owner, "IMG 2041")
    assert imported.video.read_bytes() == content
    assert files(settings) == [f"clips/{imported.pk}/film.mp4"]
    storing.store_result(imported.pk)
    assert read_first(imported.video).tobytes() and imported.picture("poster.webp").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_becomes_a_clip_that_browsers_play(project, owner, tmp_path, kind):
    """What isn't plain is conformed; what arrived stays byte for byte, and is downloaded under its name."""
    content = film(tmp_path / "source", kind).read_bytes()
    clip = import_film(project, owner, content, f"harbor.{kind.partition('.')[2]}")
    storing.store_result(clip.pk)
    clip.refresh_from_db()
    facts = probe.read_facts(clip.video)
    assert (facts.frames, facts.fps) == (clip.frames, clip.fps) == (FRAMES, 24)
    assert facts.codec in ("h264", "hevc") and clip.pictures_at
    assert clip.original.read_bytes() == content and sha256(content).hexdigest() == clip.sha256


def test_it_is_never_money(imported, project):
    assert not imported.attempts.exists() and imported.cost_usd is None
    assert charged.charge_paid(imported).verdict == "free"
    month = load_month(project)
    assert (month.spent_usd, month.in_flight, month.unknown, month.estimated_usd) == (0, 0, 0, 0)
    for fields in ({"provider_id": "x"}, {"state": "submitted"}, {"quote_usd": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Generation.objects.filter(pk=imported.pk).update(**fields)


def test_its_pages_name_who_imported_it_and_offer_no_new_take(imported, signed_in, project):
    page = signed_in.get(reverse("generation", args=[project.slug, imported.pk])).content.decode()
    assert "Imported by" in page and "IMG_2041.mp4" in page and "Extend" in page
    assert "New take" not in page and "Remix" not in page and "Quoted" not in page
    library = signed_in.get(reverse("library", args=[project.slug])).content.decode()
    assert "Imported by" in library


@pytest.mark.parametrize("route", ["generation-repeat", "generation-picture"])
def test_it_cannot_be_requested_again(imported, signed_in, project, route):
    assert signed_in.post(reverse(route, args=[project.slug, imported.pk])).status_code == 404
    assert Generation.objects.count() == 1


def test_it_does_not_change_the_persons_last_settings(project, owner, content, preview_only):
    clip = cast.clip(project, "completed", by=owner, prompt=cast.prompt(owner, aspect_ratio="1:1"))
    import_film(project, owner, content)
    composed = quote.make_quote(project, {}, [], by=owner)
    assert clip.prompt.aspect_ratio == composed.settings.aspect_ratio == "1:1" != project.aspect_ratio


def test_a_file_that_is_gone_can_only_be_imported_again(imported, signed_in, project):
    imported.video.unlink()
    missing_files.fetch_missing(imported.pk)
    assert "Import its file once more" in imported.events.last().message
    page = signed_in.get(reverse("generation", args=[project.slug, imported.pk])).content.decode()
    assert "Import the file again" in page and "Fetch it again" not in page


def test_it_is_cut_and_exported_without_a_claim_that_ai_made_it(imported, project):
    timeline = project.timelines.create(number=1, name="Rough cut")
    timeline.shots.create(generation=imported, position="a")
    assert content_credentials.for_download(imported) == imported.video
    export = build_export(timeline)
    assert export.frames == FRAMES
    reading = sign.read(export.file)
    assert reading and reading.source_type == xmp.MIXED == xmp.read_source_type(export.file)
    timeline.shots.create(generation=cast.stored_clip(project, 0), position="b")
    assert xmp.read_source_type(build_export(timeline, token="with a clip").file) == xmp.COMPOSITE
    for kind in ("edl", "fcp7", "fcpxml", "otio"):
        assert queue.format_cut(timeline, kind)


def test_a_clip_that_continues_it_names_it_as_it_came(imported, project):
    storing.store_result(imported.pk)
    next_clip = cast.stored_clip(project, 7)
    next_clip.keyframes.create(end="frame0", source=imported, edge="last")
    reading = sign.read(content_credentials.sign_clip(next_clip))
    assert reading and reading.ingredients == ("Clip 1, take 1",)
    assert not content_credentials.signed_path(imported).exists()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.write_bytes(PLAYLIST), "isn't a film"),
        (lambda path: forged(path, frames=10**6), "more than 500,000 frames"),
        (lambda path: forged(path, frames=24, width=16_000, height=16_000), "16000 × 16000"),
    ],
)
def test_a_hostile_film_leaves_only_a_sentence(project, owner, tmp_path, settings, make, reason):
    make(tmp_path / "evil.mp4")
    upload = arrive(project, owner, (tmp_path / "evil.mp4").read_bytes(), "evil.mp4")
    imports.build(str(upload.pk))
    upload.render.refresh_from_db()
    assert upload.render.state == RenderState.FAILED and reason in upload.render.message
    assert files(settings) == [] and not Generation.objects.exists()


def test_a_check_that_failed_by_our_fault_is_repeated(signed_in, project, content, settings, monkeypatch):
    """1. The disk is full while the film is put in place.  2. What has arrived stays; a press tries again."""
    upload = arrive(project, project.memberships.get().person, content)
    with monkeypatch.context() as patch:
        patch.setattr(imports, "link_or_copy", fill_disk)
        imports.build(str(upload.pk))
    page = signed_in.get(reverse("uploads", args=[project.slug])).content.decode()
    assert "disk is full" in page and "Try again: IMG_2041.mp4" in page
    assert (
        upload.file.read_bytes() == content and not imports.clip_folder(upload).joinpath("film.mp4").exists()
    )
    signed_in.post(reverse("upload-check", args=[project.slug, upload.pk]))
    imports.build(str(upload.pk))
    assert Generation.objects.get(upload=upload).video.read_bytes() == content
    assert not upload.file.exists()


def fill_disk(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_refused_film_is_not_checked_again(signed_in, project, owner):
    upload = arrive(project, owner, PLAYLIST, "evil.mp4")
    imports.build(str(upload.pk))
    assert "Try again" not in signed_in.get(reverse("uploads", args=[project.slug])).content.decode()
    signed_in.post(reverse("upload-check", args=[project.slug, upload.pk]))
    upload.render.refresh_from_db()
    assert upload.render.state == RenderState.FAILED


def test_two_workers_make_one_clip(project, owner, content):
    upload = arrive(project, owner, content)
    imports.build(str(upload.pk))
    imports.build(str(upload.pk))
    assert Generation.objects.filter(upload=upload, state=State.COMPLETED).count() == 1


def test_a_worker_that_died_after_the_move_is_made_good(project, owner, content):
    """1. The film is in place, the row is not. 2. The next worker finds both files and records the clip."""
    upload = arrive(project, owner, content)
    target = imports.clip_folder(upload) / "film.mp4"
    target.parent.mkdir(parents=True)
    imports.link_or_copy(upload.file, target)
    imports.build(str(upload.pk))
    assert Generation.objects.get(upload=upload).video.read_bytes() == content
    assert not upload.file.exists()


def test_a_film_whose_last_piece_arrived_as_the_server_died_is_checked(project, owner, content):
    upload = imports.begin(project, owner, name="film.mp4", size=len(content))
    half = imports.begin(project, owner, name="half.mp4", size=len(content))
    upload.file.write_bytes(content)
    half.file.write_bytes(content[:-1])
    imports.finish_arrived()
    imports.finish_arrived()
    assert list(Upload.objects.filter(render__isnull=False)) == [upload]
    imports.build(str(upload.pk))
    assert Generation.objects.get().upload == upload


def test_names_are_titles_in_plain_words():
    names = {
        "IMG_2041.MOV": "IMG 2041",
        "my-holiday_clip.final.mp4": "my holiday clip final",
        "夜の港.webm": "夜の港",
        "...": "...",
    }
    assert {name: imports.title_of(name) for name in names} == names


@pytest.mark.parametrize(("size", "status"), [(0, 422), (3_000_001, 413)])
def test_what_is_empty_or_too_large_does_not_begin(project, owner, settings, size, status):
    settings.IMPORT_MB = 3
    with pytest.raises(imports.CannotImport) as refused:
        imports.begin(project, owner, name="film.mp4", size=size)
    assert refused.value.status == status and not Upload.objects.exists()


def test_a_disk_has_room_for_all_that_is_under_way(project, owner, settings, monkeypatch):
    """Two films of 60 MB do not fit into 100 MB, though each of them would."""
    settings.MIN_FREE_MB = 0
    monkeypatch.setattr(imports, "free_bytes", lambda: 100_000_000)
    imports.begin(project, owner, name="one.mp4", size=60_000_000)
    with pytest.raises(imports.CannotImport, match="disk is full"):
        imports.begin(project, owner, name="two.mp4", size=60_000_000)
    assert storage.free_bytes() > 0


def test_a_person_has_only_so_many_under_way(project, owner):
    for n in range(imports.MOST_UNDER_WAY):
        imports.begin(project, owner, name=f"{n}.mp4", size=9)
    with pytest.raises(imports.CannotImport) as refused:
        imports.begin(project, owner, name="one more.mp4", size=9)
    assert refused.value.status == 429


def test_what_is_over_is_swept_and_the_rest_stays(project, owner, content, settings, monkeypatch):
    clip = import_film(project, owner, content)
    stopped = imports.begin(project, owner, name="stopped.mp4", size=9)
    refused = arrive(project, owner, PLAYLIST, "evil.mp4")
    imports.build(str(refused.pk))
    orphan = settings.MEDIA_ROOT / "uploads" / "00000000-0000-4000-8000-000000000000.part"
    for file in (stopped.file, orphan):
        file.write_bytes(b"half")
    imports.sweep()
    assert Upload.objects.count() == 3 and orphan.exists()
    later = time.time() + imports.KEPT.total_seconds() + 1
    monkeypatch.setattr(imports.time, "time", lambda: later)
    Upload.objects.update(created_at=timezone.now() - imports.KEPT - timedelta(seconds=1))
    imports.sweep()
    assert list(Upload.objects.all()) == [clip.upload]
    assert files(settings) == [f"clips/{clip.pk}/film.mp4"]
