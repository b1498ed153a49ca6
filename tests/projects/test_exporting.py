"""Exports: exact, once, through kills and cancellations; signed; and everything in the bundle."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import av
import opentimelineio as otio
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from projects import exporting, provenance
from projects.models import ExportState
from studio.credentials import xmp
from studio.credentials.sign import read
from studio.media.stitch import Stopped
from tests.projects import cast
from tests.studio.media.test_stitch import numbered, numbers

pytestmark = pytest.mark.django_db
FRAMES = 24


@pytest.fixture(autouse=True)
def data_of_its_own(settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"


@pytest.fixture
def film():
    return cast.project(cast.person())


@pytest.fixture
def timeline(film):
    """Clip 1, and clip 2 that grew from its end: its first frame is clip 1's last one."""
    line = film.timelines.create(number=1, name="Rough cut")
    first = stored(film, 0)
    second = stored(film, FRAMES - 1)
    second.keyframes.create(end="frame0", source=first, edge="last")
    for place, clip in (("a", first), ("b", second)):
        line.clips.create(generation=clip, place=place)
    return line


def stored(film, first, **fields):
    said = cast.prompt(words=f"The secret words of clip {first}")
    clip = cast.clip(film, "completed", said=said, frames=FRAMES, width_px=192, height_px=108, **fields)
    clip.folder.mkdir(parents=True)
    numbered(clip.film, first, FRAMES)
    return clip


def asked(timeline, token="t", **wanted):
    return exporting.ask(timeline, None, client_token=token, **wanted)


def built(timeline, **wanted):
    export = asked(timeline, **wanted)
    exporting.build(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.READY, export.words
    return export


def test_the_doubled_frame_is_in_the_film_once(timeline):
    export = built(timeline)
    assert numbers(export.file) == list(range(FRAMES * 2 - 1))
    assert (export.frames, export.bytes) == (FRAMES * 2 - 1, export.file.stat().st_size)
    assert [path.name for path in export.folder.iterdir()] == ["film.mp4"]


def test_pressed_twice_it_is_one_export(timeline):
    assert asked(timeline) == asked(timeline)
    assert timeline.exports.count() == 1


def test_what_was_asked_for_is_made_though_the_timeline_changed(timeline):
    export = asked(timeline)
    timeline.clips.update(stands=False)
    exporting.build(export.pk)
    export.refresh_from_db()
    assert export.frames == FRAMES * 2 - 1


def test_an_unfinished_clip_is_named(timeline, film):
    timeline.clips.create(generation=cast.clip(film, "queued"), place="c")
    with pytest.raises(exporting.CannotExport, match="Clip 3 is not finished yet"):
        asked(timeline)
    assert not timeline.exports.exists()


def test_a_worker_that_was_killed_is_followed_by_another_one(timeline, monkeypatch):
    """1. A worker takes the export up and dies in the middle of the film.  2. Its lease runs out.  3. The
    watcher nudges.  4. The next one begins anew; the film is whole, and made once."""
    export = asked(timeline)

    def killed(*args, **more):
        (export.folder / "raw.mp4.part").write_bytes(b"half a film")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(exporting.delivery, "stitch", killed)
        exporting.build(export.pk)
    exporting.build(export.pk)  # too early: the lease still stands
    export.refresh_from_db()
    assert (export.state, export.tries) == (ExportState.MAKING, 1) and not export.file.exists()
    timeline.exports.update(lease_until=timezone.now() - timedelta(seconds=1))
    exporting.build(export.pk)
    export.refresh_from_db()
    assert (export.state, export.tries) == (ExportState.READY, 2)
    assert numbers(export.file) == list(range(FRAMES * 2 - 1))


def test_after_three_lost_workers_it_says_so(timeline):
    export = asked(timeline)
    timeline.exports.update(
        state="making", tries=3, lease_owner="gone", lease_until=timezone.now() - timedelta(seconds=1)
    )
    exporting.build(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED and "three times" in export.words


def test_cancelled_while_it_is_made_nothing_stays(timeline, monkeypatch):
    export = asked(timeline)

    def cancelled(pieces, target, **more):
        target.write_bytes(b"half a film")
        exporting.cancel(export)
        raise Stopped

    monkeypatch.setattr(exporting.delivery, "stitch", cancelled)
    exporting.build(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.CANCELLED
    assert not list(export.folder.iterdir())


def test_a_film_that_is_gone_is_named(timeline):
    export = asked(timeline)
    timeline.clips.first().generation.film.unlink()
    exporting.build(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED and export.words.startswith("The film of clip 1 is not on")


def test_old_films_make_room(timeline):
    export = built(timeline)
    timeline.exports.update(ended_at=timezone.now() - timedelta(days=31))
    exporting.sweep()
    export.refresh_from_db()
    assert not export.file.exists() and export.bytes is None and "thirty days" in export.words


# -- what it says about itself -------------------------------------------------------------------------------


def test_the_film_is_signed_with_its_real_chain_and_tells_no_prompt(timeline):
    export = built(timeline)
    told = read(export.file, root=provenance.own().root)
    assert (told.state, told.title) == ("Trusted", "Rough cut")
    assert told.chain == ("Clip 1, take 1", "Clip 2, take 1")
    assert xmp.source_type(export.file) == xmp.COMPOSITE
    assert b"secret words" not in export.file.read_bytes()


def test_prompts_are_told_where_somebody_chose_so(timeline):
    assert b"The secret words of clip 0" in built(timeline, tells_prompts=True).file.read_bytes()


def test_a_clip_names_what_it_grew_from(timeline):
    first, second = (row.generation for row in timeline.clips.order_by("place"))
    signed = provenance.signed_film(second)
    assert read(signed, root=provenance.own().root).chain == ("Clip 1, take 1",)
    assert read(provenance.copy_of(first)).source_type == xmp.ALGORITHM  # the Preview engine was not trained
    assert second.film.read_bytes() != signed.read_bytes() and numbers(signed) == numbers(second.film)


def test_a_film_that_cannot_be_signed_is_still_given(film):
    clip = stored(film, 0)
    clip.film.write_bytes(b"an odd film")
    assert provenance.for_download(clip) == clip.film


def test_the_label_is_in_the_picture_and_only_there(timeline):
    plain = built(timeline)
    labelled = built(timeline, token="u", labelled=True)
    assert numbers(labelled.file) == numbers(plain.file)
    a, b = (pixels(export.file) for export in (plain, labelled))
    high, wide = a.shape
    far = abs(a.astype(int) - b) > 40
    assert far[high * 3 // 4 :, wide // 2 :].any() and not far[: high // 2].any()


def pixels(path: Path):
    with av.open(str(path)) as film:
        return next(film.decode(video=0)).to_ndarray(format="gray")


# -- the bundle ----------------------------------------------------------------------------------------------


def test_the_bundle_holds_film_clips_cuts_and_story(timeline, tmp_path):
    export = built(timeline, format="bundle")
    with zipfile.ZipFile(export.file) as zip:
        zip.extractall(tmp_path / "out")
    folder = tmp_path / "out" / "Rough cut"
    assert numbers(folder / "Rough cut.mp4") == list(range(FRAMES * 2 - 1))
    line = otio.adapters.read_from_file(str(folder / "Rough cut.otio"))
    names = [clip.media_reference.target_url for clip in line.find_clips()]
    assert names == ["clips/010_the-secret-words-of_take1.mp4", "clips/020_the-secret-words-of_take1.mp4"]
    assert all((folder / name).is_file() for name in names)
    spans = [clip.trimmed_range() for clip in line.find_clips()]
    assert [(span.start_time.value, span.duration.value) for span in spans] == [(0, FRAMES - 1), (0, FRAMES)]
    told = json.loads((folder / "project.json").read_text())
    grown = told["clips"][told["shots"][1]["clip"]]
    assert grown["keyframes"] == [
        {"end": "frame0", "clip": told["shots"][0]["clip"], "number": 1, "edge": "last"}
    ]
    assert [path.name for path in export.folder.iterdir()] == ["film.zip"]


# -- the shell's door ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["otio", "fcp7", "fcpxml", "edl"])
def test_a_cut_is_written_from_the_shell(timeline, tmp_path, format):
    call_command("export", "Rough cut", "--format", format, "--out", str(tmp_path / "cut"))
    assert (tmp_path / "cut").stat().st_size > 100


def test_a_film_is_written_from_the_shell(timeline, tmp_path):
    call_command("export", "1", "--out", str(tmp_path / "film.mp4"))
    assert numbers(tmp_path / "film.mp4") == list(range(FRAMES * 2 - 1))
    assert timeline.exports.get().state == ExportState.READY


def test_the_shell_says_what_is_wrong(timeline, tmp_path):
    with pytest.raises(CommandError, match=r"There are: 1 Rough cut\."):
        call_command("export", "Fine cut", "--out", str(tmp_path / "film.mp4"))
    with pytest.raises(CommandError, match="no folder"):
        call_command("export", "1", "--out", str(tmp_path / "nowhere/film.mp4"))
    timeline.clips.update(stands=False)
    with pytest.raises(CommandError, match="no clip on the timeline"):
        call_command("export", "1", "--out", str(tmp_path / "film.mp4"))


def test_the_page_gives_cuts_and_takes_its_options(timeline, client, film):
    client.force_login(film.memberships.get().person)
    base = f"/projects/{film.slug}/timelines/1"
    got = client.get(f"{base}/cut-file/?as=edl")
    assert got.status_code == 200 and b"FROM CLIP NAME" in got.content
    assert got.headers["Content-Disposition"] == f'attachment; filename="{film.slug}_rough-cut.edl"'
    assert client.get(f"{base}/cut-file/?as=nonsense").status_code == 404
    said = {"client_token": "x", "format": "bundle", "size_name": "720p", "labelled": "1"}
    client.post(f"{base}/exports/", said)
    export = timeline.exports.get()
    told = (export.format, export.size_name, export.labelled, export.tells_prompts)
    assert told == ("bundle", "720p", True, False)
    client.post(f"{base}/exports/", {"client_token": "y", "format": "exe", "size_name": "900k"})
    assert set(timeline.exports.values_list("format", "size_name")) == {("bundle", "720p"), ("mp4", "source")}
