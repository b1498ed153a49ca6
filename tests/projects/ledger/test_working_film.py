"""A stored film that isn't plain gets a working film; the original stays byte for byte."""

import hashlib
import shutil
from fractions import Fraction

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from projects.ledger import missing_files, working_film
from projects.ledger.film_text import describe_conform, describe_hdr
from projects.ledger.requests import RequestedKeyframe
from projects.ledger.status_text import describe_status
from projects.ledger.storing import store_result
from projects.models import Cut, Generation, Project, Shot, Timeline
from projects.watcher import Watcher
from studio.media import probe, segments
from studio.media.stitch import Segment, stitch
from tests.films.corpus import CORPUS
from tests.films.draw import CORNERS, read_corners
from tests.films.make import make
from tests.projects import cast
from tests.studio.processes.folders import mount

__all__ = ["mount"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FILMS = {film.name: film for film in CORPUS}


@pytest.fixture
def store(studio, tmp_path):
    """Put one of the odd films in the place of a new clip's, as if it had just been stored."""

    def put(name, **fields):
        film = FILMS[name]
        content = make(film, tmp_path).read_bytes()
        facts = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "frames": film.frames}
        fields = {"examined_at": None, "due_at": timezone.now(), **facts, **fields}
        generation = cast.clip(studio.project, "completed", **fields)
        generation.video.write_bytes(content)
        return generation, content

    return put


def prepare(generation):
    store_result(generation.pk)
    generation.refresh_from_db()
    return generation


def test_a_plain_film_is_left_alone(store):
    generation, content = store("25.000 fps")
    prepare(generation)
    assert generation.video.read_bytes() == generation.original.read_bytes() == content
    assert generation.pictures_at and generation.examined_at and generation.due_at is None
    assert not generation.original_facts and not (generation.folder / "original.mp4").exists()


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("25.000 fps", "25"),
        ("29.970 fps", "29.97"),
        ("16.000 fps", "24"),
        ("frames dropped", "25"),
        ("clock of milliseconds, long", "29.97"),
    ],
)
def test_the_first_usable_film_decides_the_frame_rate_of_its_project(store, studio, name, rate):
    """A variable one does so with the rate of its working film, not with its average."""
    Project.objects.update(frame_rate="")
    for film in (name, "48.000 fps"):
        average = Fraction(18) if FILMS[film].reasons else FILMS[film].fps
        generation, _ = store(film, fps_num=average.numerator, fps_den=average.denominator)
        prepare(generation)
    studio.project.refresh_from_db()
    assert studio.project.frame_rate == rate


def test_a_turned_film_is_upright_everywhere(store, client, studio):
    """Its page said 1280 x 720 and its pictures lay on their side, while browsers played 720 x 1280."""
    generation, content = store("turned by 90")
    prepare(generation)
    assert (generation.width_px, generation.height_px, generation.frames) == (144, 256, 40)
    with Image.open(generation.picture("first.png")) as first:
        assert first.size == (144, 256)
        assert np.abs(read_corners(np.asarray(first)) - list(CORNERS.values())).max() < 12
    assert generation.original.read_bytes() == content
    assert hashlib.sha256(content).hexdigest() == generation.sha256
    client.force_login(studio.owner)
    page = client.get(reverse("generation", args=[studio.project.slug, generation.pk])).content.decode()
    assert "Conformed from a video with a rotation of 90°" in page and "144 × 256" in page
    files = [studio.project.slug, generation.pk]
    original = client.get(reverse("clip-file", args=[*files, "original.mp4"]), {"download": ""})
    assert b"".join(original.streaming_content) == content
    assert "original.mp4" in original["Content-Disposition"]
    played = client.get(reverse("clip-file", args=[*files, "film.mp4"]))
    assert b"".join(played.streaming_content) == generation.video.read_bytes() != content


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("rate falls", "a variable rate (24 fps)"),
        ("picture starts late", "its picture 1.0 s after its sound"),
        ("sound starts late", "its sound 0.5 s after its picture"),
        ("wide pixels turned by 90", "a rotation of 90° and non-square pixels (4:3)"),
        ("odd sides", "8-bit 4:4:4 pixels and odd sides (257 × 145)"),
        ("lossless cut", "an edit list that hides 14 frames"),
        ("ProRes", "ProRes as its codec and 10-bit 4:2:2 pixels"),
        ("BT.601", "BT.601 colors"),
    ],
)
def test_one_line_says_what_was_conformed_and_why(store, name, sentence):
    generation = prepare(store(name)[0])
    assert describe_conform(generation) == f"Conformed from a video with {sentence}"


def test_every_film_of_the_corpus_can_be_described(store):
    for film in CORPUS:
        if film.reasons and film.suffix == "mp4":
            assert describe_conform(prepare(store(film.name)[0])), film.name


def test_an_hdr_original_is_named(store):
    generation = prepare(store("PQ")[0])
    assert describe_hdr(generation) == "HDR (PQ)"
    reasons = "H.265 as its codec, 10-bit 4:2:0 pixels and HDR brightness (PQ)"
    assert describe_conform(generation) == f"Conformed from a video with {reasons}"
    with Image.open(generation.picture("last.png")) as last:
        assert np.asarray(last).min(axis=2).max() >= 235


def test_while_it_is_prepared_the_clip_is_not_ready(store, client, studio, monkeypatch):
    generation, _ = store("rate falls")
    client.force_login(studio.owner)
    library = reverse("library", args=[studio.project.slug])
    seen = []

    def look(self, share):
        Generation.objects.filter(pk=generation.pk).update(progress=0.4)
        seen.append(client.get(library).content.decode())

    monkeypatch.setattr(working_film.Lease, "report", look)
    assert "Preparing …" in client.get(library).content.decode()
    prepare(generation)
    assert seen and all("Preparing … 40 %" in page and 'data-state="preparing"' in page for page in seen)
    assert "Preparing" not in client.get(library).content.decode()
    assert describe_status(generation).title == "Ready"


def test_a_film_that_cannot_be_decoded_says_so_once_and_is_never_ready(store, client, studio):
    generation, content = store("4:2:2")
    damaged = bytearray(content)
    start = content.index(b"mdat") + 4
    damaged[start : start + len(content) // 2] = b"\x55" * (len(content) // 2)
    generation.video.write_bytes(damaged)
    probe_it = prepare(generation)
    assert (probe_it.error_code, probe_it.due_at, probe_it.pictures_at) == ("unreadable", None, None)
    client.force_login(studio.owner)
    page = client.get(reverse("library", args=[studio.project.slug])).content.decode()
    assert page.count("Its frames can&#x27;t be read") >= 1 and "Unreadable" in page
    assert ">Ready<" not in page
    prepare(generation)
    Watcher().examine()
    generation.refresh_from_db()
    assert generation.due_at is None, "it isn't tried for ever"
    follower = studio.send(
        studio.request(
            "On",
            engine="preview",
            model="preview",
            keyframes=[RequestedKeyframe("frame0", generation, "last")],
        )
    )
    assert (follower.state, follower.error_code) == ("refused", "keyframe_gone")


def test_a_film_that_kills_its_worker_is_given_up(store):
    generation, _ = store("turned by 90", tries=working_film.MOST_TRIES)
    Generation.objects.filter(pk=generation.pk).update(due_at=timezone.now())
    assert prepare(generation).error_code == "unreadable"


def test_a_kill_between_the_two_files_loses_neither(store, monkeypatch):
    """1. The original gets its second name.  2. The working film gets the first one.  3. A kill."""
    generation, content = store("turned by 180")

    def die(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(working_film.probe, "read_facts", die)
    with pytest.raises(KeyboardInterrupt):
        prepare(generation)
    monkeypatch.undo()
    Generation.objects.filter(pk=generation.pk).update(due_at=timezone.now())
    prepare(generation)
    assert generation.original.read_bytes() == content and generation.pictures_at
    assert describe_conform(generation) == "Conformed from a video with a rotation of 180°"


def test_a_second_worker_does_not_begin_what_the_first_is_at(store):
    generation, content = store("turned by 180")
    assert working_film.claim(Generation.objects.get(pk=generation.pk))
    prepare(generation)
    assert generation.video.read_bytes() == content and not generation.examined_at


def test_who_lost_the_lease_stops_and_leaves_the_film_alone(store):
    generation, content = store("turned by 180")
    lease = working_film.Lease(generation.pk, tries=5)
    with pytest.raises(segments.Stopped):
        lease.report(0.5)
    assert generation.video.read_bytes() == content


def test_films_of_earlier_versions_are_examined_once(store):
    generation, _ = store("lossless cut", frames=40, pictures_at=timezone.now(), due_at=None)
    plain, _ = store("with sound", pictures_at=timezone.now(), due_at=None)
    Watcher().examine()
    for one in (generation, plain):
        one.refresh_from_db()
        assert one.due_at
        assert prepare(one).examined_at and not one.due_at
    assert generation.frames == 26 and not plain.original_facts


def test_shots_and_saved_versions_stay_on_their_pictures(store, studio):
    """14 frames of 40 are hidden: what was frame 20 is frame 6, and what was hidden is the first."""
    generation, _ = store("lossless cut", frames=40, pictures_at=timezone.now())
    timeline = Timeline.objects.create(project=studio.project, number=7, name="Seven")
    spans = [(20, 30), (2, 40), (0, None)]
    shots = [
        timeline.shots.create(position=f"{n}", generation=generation, start_frame=a, end_frame=b)
        for n, (a, b) in enumerate(spans)
    ]
    saved = [{"generation": str(generation.pk), "start": 20, "end": 30}]
    cut = Cut.objects.create(timeline=timeline, number=1, name="One", shots=saved)
    prepare(generation)
    found = [(shot.start_frame, shot.end_frame) for shot in Shot.objects.filter(pk__in=[s.pk for s in shots])]
    assert sorted(found, key=str) == sorted([(6, 16), (0, 26), (0, None)], key=str)
    cut.refresh_from_db()
    assert cut.shots == [{"generation": str(generation.pk), "start": 6, "end": 16}]


def test_a_missing_working_film_is_made_again_without_the_provider(store):
    generation, content = store("turned by 90")
    prepare(generation)
    generation.video.unlink()
    missing_files.fetch_missing(generation.pk)
    generation.refresh_from_db()
    assert probe.read_facts(generation.video).width_px == 144
    assert generation.original.read_bytes() == content and generation.pictures_at


def test_a_working_film_joins_with_plain_ones(store, tmp_path):
    """Behind another kind of film, a lossless cut could not be exported; a turned one lay on its side."""
    plain, turned, cut = (prepare(store(name)[0]) for name in ("8.000 fps", "turned by 90", "lossless cut"))
    parts = [Segment(one.video, 0, one.frames) for one in (plain, turned, cut)]
    shape = segments.Shape(256, 144, Fraction(24))
    count = stitch(parts, tmp_path / "film.mp4", shape=shape)
    assert count == plain.frames * 3 + turned.frames + cut.frames


def test_a_full_disk_is_waited_for_and_the_video_is_not_called_broken(store, mount, settings):
    """1. The disk fills up while a video is conformed, which is no fault of the video.  2. There is room."""
    settings.MIN_FREE_MB = 0
    disk = mount("size=2m")
    generation, content = store("picture starts late")
    shutil.move(generation.folder, disk / "clip")
    generation.folder.symlink_to(disk / "clip")
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 8192))
    prepare(generation)
    assert (generation.error_code, bool(generation.due_at), generation.pictures_at) == ("", True, None)
    assert generation.original.read_bytes() == content
    (disk / "filler").unlink()
    Generation.objects.filter(pk=generation.pk).update(due_at=timezone.now())
    assert prepare(generation).pictures_at and generation.original.read_bytes() == content
