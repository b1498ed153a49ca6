"""Shots of any rates have one length: in the film, on the page, in every editing format and in a review."""

import re
from fractions import Fraction
from xml.etree import ElementTree

import opentimelineio as otio
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import jobs
from projects.exports import queue
from projects.exports.cut import load_material, make_cut
from projects.models import Generation, Project, Review
from projects.review import notes, publish
from projects.timeline import playback
from projects.timeline.saved_shots import SavedShot
from projects.timeline.shots import length_of, shots_of
from studio.exports import CUT_FORMATS, serialize
from studio.media.probe import read_facts
from studio.media.rates import STANDARD
from studio.media.stitch import Segment, Shape, stitch
from tests.projects import cast
from tests.projects.exports.steps import build_export
from tests.projects.review.steps import write_note
from tests.studio.media.numbered import numbers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FRAMES = 20
ODD = [Fraction(8), Fraction(10), Fraction(25, 2), Fraction(16), Fraction(120)]
RATES = [*STANDARD.values(), *ODD]
shots = st.lists(
    st.tuples(st.sampled_from(RATES), st.integers(0, FRAMES - 1), st.integers(1, FRAMES)).filter(
        lambda shot: shot[1] < shot[2]
    ),
    min_size=1,
    max_size=8,
)


def add_clip(project, fps, frames=FRAMES, first=0):
    fields = {"fps_num": fps.numerator, "fps_den": fps.denominator, "frames": frames}
    return cast.clip(project, "completed", first=first, width_px=64, height_px=36, **fields)


def add_timeline(project, *spans):
    """Add a timeline of these shots: (clip, start, end)."""
    timeline = project.timelines.create(number=1, name="Mixed")
    for number, (clip, start, end) in enumerate(spans):
        timeline.shots.create(generation=clip, position=f"{number:03d}", start_frame=start, end_frame=end)
    return timeline


# -- every format, read back by somebody else's reader ------------------------------------------------------


def read_otio(text, fps):
    """Return (source in, source out, length of the media) of each shot, in frames of the cut."""
    timeline = otio.adapters.read_from_string(text, "otio_json")
    return [ranges_of(clip, fps) for clip in timeline.video_tracks()[0].find_clips()]


def read_fcp7(text, fps):
    timeline = otio.adapters.read_from_string(text, "fcp_xml")
    return [ranges_of(clip, fps) for clip in timeline.video_tracks()[0].find_clips()]


def ranges_of(clip, fps):
    source, media = clip.source_range, clip.media_reference.available_range
    times = (source.start_time, source.end_time_exclusive(), media.end_time_exclusive())
    return tuple(round(time.to_seconds() * fps) for time in times)


def read_edl(text, fps):
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(fps))
    ranges = [clip.source_range for clip in timeline.video_tracks()[0].find_clips()]
    return [(int(one.start_time.value), int(one.end_time_exclusive().value), None) for one in ranges]


def read_fcpxml(text, fps):
    root = ElementTree.fromstring(text)
    lengths = {asset.get("id"): frames_in(asset.get("duration"), fps) for asset in root.iter("asset")}
    found = []
    for clip in root.iter("asset-clip"):
        start, duration = (frames_in(clip.get(name), fps) for name in ("start", "duration"))
        found.append((start, start + duration, lengths[clip.get("ref")]))
    assert frames_in(root.find(".//sequence").get("duration"), fps) == sum(
        end - start for start, end, _ in found
    )
    return found


def frames_in(time, fps):
    frames = Fraction(time.removesuffix("s")) * fps
    assert frames.denominator == 1
    return int(frames)


READERS = {"otio": read_otio, "fcp7": read_fcp7, "fcpxml": read_fcpxml, "edl": read_edl}


def check_formats(cut):
    """Check that each format has the same shots, and that none leaves its media. Return the length."""
    expected = [(shot.start_frame, shot.end_frame, shot.video_frames) for shot in cut.shots]
    for format, read in READERS.items():
        found = read(serialize(cut, format), cut.fps)
        assert [shot[:2] for shot in found] == [shot[:2] for shot in expected], format
        assert all(0 <= start < end for start, end, _ in found)
        assert all(end <= media for _, end, media in found if media is not None), format
    return sum(end - start for start, end, _ in expected)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=shots, fps=st.sampled_from(list(STANDARD.values())))
def test_any_shots_have_the_same_length_in_the_film_and_in_every_format(project, tmp_path, chosen, fps):
    by_rate = {row.fps: row for row in Generation.objects.filter(project=project)}
    clips = [by_rate.get(rate) or by_rate.setdefault(rate, add_clip(project, rate)) for rate, *_ in chosen]
    saved = [SavedShot(clip.pk, start, end) for clip, (_, start, end) in zip(clips, chosen, strict=True)]
    cut = make_cut(load_material("Mixed", saved), fps)
    segments = [Segment(clip.video, start, end) for clip, (_, start, end) in zip(clips, chosen, strict=True)]
    stitch(segments, tmp_path / "film.mp4", shape=Shape(64, 36, fps))
    for (rate, *_), shot in zip(chosen, cut.shots, strict=True):
        assert shot.end_frame <= max(FRAMES * fps / rate, shot.frames), "no shot ends after its video"
        assert abs(shot.video_frames - FRAMES * fps / rate) < 1
    facts = read_facts(tmp_path / "film.mp4")
    assert (facts.frames, facts.fps) == (check_formats(cut), fps)


# -- the timeline, its playback file, its export, its review ------------------------------------------------


@pytest.fixture
def mixed(project):
    """24 frames at 24, six short shots of a clip at 29.97, and the last frame of a clip at 60."""
    Project.objects.filter(pk=project.pk).update(frame_rate="24")
    film, ntsc, fast = (
        add_clip(project, fps, frames, first)
        for fps, frames, first in (
            (Fraction(24), 24, 0),
            (STANDARD["29.97"], 60, 100),
            (Fraction(60), 60, 200),
        )
    )
    short = [(ntsc, start, start + 7) for start in (1, 11, 21, 31, 41, 51)]
    project.refresh_from_db()
    return add_timeline(project, (film, 0, 24), *short, (fast, 59, 60))


SHOWN = [
    *range(24),
    *(101, 102, 103, 104, 105, 107),
    *(111, 112, 113, 114, 115),
    *(121, 122, 123, 124, 125, 127),
    *(131, 132, 133, 134, 135),
    *(141, 142, 143, 144, 145, 147),
    *(151, 152, 153, 154, 155, 157),
    259,
]


def test_the_page_the_playback_file_the_review_and_the_film_show_the_same_frames(mixed, owner):
    placed = shots_of(mixed)
    assert length_of(placed) == len(SHOWN) == 59
    name = playback.name_of(mixed, placed)
    playback.request(mixed, name)
    jobs.playback(f"{mixed.pk}:{name}")
    review = publish.publish_timeline(mixed, owner)
    publish.build(review)
    export = build_export(mixed)
    for film in (playback.path_of(mixed, name), review.video, export.file):
        assert numbers(film) == SHOWN
    review.refresh_from_db()
    assert [(shot["at"], shot["frames"]) for shot in review.shots] == [(one.at, one.frames) for one in placed]
    assert (review.frames, export.frames) == (59, 59)


def test_no_shot_leaves_its_media(mixed, signed_in):
    """The last shot is the last frame of its clip. Final Cut refuses a file with a shot behind its media."""
    url = reverse("cut-file", args=[mixed.project.slug, 1])
    found = {
        format: read(signed_in.get(url, {"as": format}).content.decode(), Fraction(24))
        for format, read in READERS.items()
    }
    assert {tuple(end - start for start, end, _ in shots) for shots in found.values()} == {
        (24, 6, 5, 6, 5, 6, 6, 1)
    }
    assert {shots[-1][:2] for shots in found.values()} == {(23, 24)}
    assert found["fcpxml"][-1] == (23, 24, 24)


def test_a_note_stays_on_its_picture(mixed, owner):
    """In the review, in the source that "new take" starts from, and as a marker in the cut."""
    review = publish.publish_timeline(mixed, owner)
    publish.build(review)
    review.refresh_from_db()
    for frame in range(review.frames):
        generation, n = notes.find_source(review, frame)
        first = {24: 0, 60: 200}.get(generation.fps, 100)
        assert first + n == SHOWN[frame]
        write_note(review, owner, frame, f"at {frame}")
    timeline = otio.adapters.read_from_string(queue.format_cut(mixed, "otio"), "otio_json")
    [track] = timeline.video_tracks()
    found = {
        marker.name.rpartition(" ")[2]: round(
            clip.transformed_time(marker.marked_range.start_time, track).value
        )
        for clip in track.find_clips()
        for marker in clip.markers
    }
    assert found == {str(frame): frame for frame in range(review.frames)}


def test_another_frame_rate_counts_the_timeline_anew_and_leaves_versions_alone(mixed, owner, signed_in):
    """1. A version is published and gets a note.  2. The project goes from 24 to 25.  3. The version's film
    is lost and rendered again: it has the same frames as before."""
    review = publish.publish_timeline(mixed, owner)
    publish.build(review)
    write_note(review, owner, 30, "Too dark")
    before = mixed.project.revision
    given = {"name": "Lighthouse film", "aspect_ratio": "16:9", "frame_rate": "25"}
    assert signed_in.post(reverse("project-settings", args=[mixed.project.slug]), given).status_code == 302
    mixed.project.refresh_from_db()
    assert mixed.project.fps == 25 and mixed.project.revision > before
    mixed.refresh_from_db()
    spans = [(shot.start, shot.end) for shot in shots_of(mixed)]
    assert spans[0] == (0, 24) and length_of(shots_of(mixed)) == 61, "58.4 + 0.4 frames at 24 are 61 at 25"
    review = Review.objects.get(pk=review.pk)
    review.video.unlink()
    publish.request_missing_film(review)
    publish.build(Review.objects.get(pk=review.pk))
    assert numbers(review.video) == SHOWN and Review.objects.get(pk=review.pk).fps == 24
    film = build_export(mixed)
    assert read_facts(film.file).fps == 25 and film.frames == 61
    [marker] = re.findall(r"\* LOC: (\S+) .*TOO DARK", queue.format_cut(mixed, "edl"))
    assert marker == "00:00:01:06"


# -- the rate of a project ----------------------------------------------------------------------------------


@pytest.mark.parametrize("fps", ODD)
def test_a_first_clip_of_an_unusual_rate_leaves_in_every_format(project, signed_in, fps):
    Project.choose_frame_rate(project.pk, fps)
    timeline = add_timeline(project, (add_clip(project, fps), 0, None))
    length = round(FRAMES * 24 / fps)
    for format in CUT_FORMATS:
        answer = signed_in.get(reverse("cut-file", args=[project.slug, 1]), {"as": format})
        assert answer.status_code == 200
        [(start, end, _)] = READERS[format](answer.content.decode(), Fraction(24))
        assert (start, end) == (0, length)
    assert read_facts(build_export(timeline).file).frames == length
    page = signed_in.get(reverse("timeline", args=[project.slug, 1])).content.decode()
    assert 'data-fps-num="24" data-fps-den="1"' in page and f'data-length="{length}"' in page
    assert f'data-frames="{length}" data-step="{float(fps / 24)}"' in page


@pytest.mark.parametrize(
    ("fps", "name"), [(Fraction(30000, 1001), "29.97"), (Fraction(50), "50"), (Fraction(16), "24")]
)
def test_the_first_stored_clip_decides_and_later_ones_do_not(project, fps, name):
    assert (project.frame_rate, project.fps) == ("", 24)
    Project.choose_frame_rate(project.pk, fps)
    Project.choose_frame_rate(project.pk, Fraction(60))
    project.refresh_from_db()
    assert project.frame_rate == name


def test_the_settings_offer_the_rates_and_keep_one_that_is_not_sent(project, signed_in):
    url = reverse("project-settings", args=[project.slug])
    assert "the first clip’s" in signed_in.get(url).content.decode()
    given = {"name": "Lighthouse film", "aspect_ratio": "16:9"}
    signed_in.post(url, given | {"frame_rate": "23.976"})
    page = signed_in.get(url).content.decode()
    assert '<option value="23.976" selected>23.976 fps</option>' in page and "the first clip’s" not in page
    assert signed_in.post(url, given | {"frame_rate": "16"}).status_code == 422
    assert signed_in.post(url, given | {"frame_rate": ""}).status_code == 302
    project.refresh_from_db()
    assert project.frame_rate == "23.976"
