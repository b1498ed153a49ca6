"""Each format is read back to the same cuts, to the frame, at the four rates of film and television."""

from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from studio.exports import CUT_FORMATS, edl, fcp7, fcpxml
from studio.exports.otio import written
from tests.studio.exports.cuts import FRAMES, RATES, cut, spans_of

NAMES = ["cmx_3600", "fcp_xml", "otio_json"]
WRITERS = {"cmx_3600": edl.written, "fcp_xml": fcp7.written, "otio_json": written}
spans = st.lists(
    st.tuples(st.integers(0, FRAMES - 1), st.integers(1, FRAMES)).filter(lambda span: span[0] < span[1]),
    min_size=1,
    max_size=12,
)


def read(text, name, fps):
    more = {"rate": float(fps)} if name == "cmx_3600" else {}
    line = otio.adapters.read_from_string(text, name, **more)
    if not isinstance(line, otio.schema.Timeline):
        line = next(iter(line))
    return line


def clips_of(line):
    return list(line.video_tracks()[0].find_clips())


def cuts_of(line):
    """(first source frame, frames) of each clip, and where it stands in the cut."""
    found = []
    for clip in clips_of(line):
        span = clip.trimmed_range()
        at = clip.range_in_parent().start_time
        found.append((frames(span.start_time), frames(span.duration), frames(at)))
    return found


def frames(time):
    assert abs(time.value - round(time.value)) < 1e-6
    return round(time.value)


def expected(of):
    at, told = 0, []
    for start, length in spans_of(of):
        told.append((start, length, at))
        at += length
    return told


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fps", RATES)
def test_the_same_cuts_come_back(name, fps):
    made = cut(fps)
    assert cuts_of(read(WRITERS[name](made), name, fps)) == expected(made)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(spans=spans, fps=st.sampled_from(RATES))
def test_any_cuts_come_back(name, spans, fps):
    made = cut(fps, tuple(spans))
    assert cuts_of(read(WRITERS[name](made), name, fps)) == expected(made)


@pytest.mark.parametrize("fps", RATES)
def test_the_rate_comes_back_exactly(fps):
    for name in ("otio_json", "fcp_xml"):
        line = read(WRITERS[name](cut(fps)), name, fps)
        assert clips_of(line)[0].trimmed_range().duration.rate == pytest.approx(float(fps), abs=1e-9)


def test_notes_come_back_where_they_stand():
    made = cut(Fraction(24))
    for name in ("otio_json", "fcp_xml"):
        clips = clips_of(read(WRITERS[name](made), name, made.fps))
        first, second = clips[0].markers[0], clips[1].markers[0]
        assert (first.name, frames(first.marked_range.start_time)) == ("Ada: Too dark", 0)
        assert (second.name, frames(second.marked_range.start_time)) == ("Bo: Hold longer", 12)
    assert "LOC: 00:00:05:03" in edl.written(made)  # frame 123 of the cut


def test_films_are_named_beside_the_file_and_sound_has_its_track():
    line = read(written(cut(Fraction(25), sound=True)), "otio_json", 25)
    assert clips_of(line)[0].media_reference.target_url == "clips/010_annas-shot_take1.mp4"
    assert len(list(line.audio_tracks()[0].find_clips())) == 4
    assert not read(written(cut(Fraction(25))), "otio_json", 25).audio_tracks()


def test_final_cut_seven_is_told_the_size():
    root = ElementTree.fromstring(fcp7.written(cut(RATES[0])))
    shape = root.find(".//sequence/media/video/format/samplecharacteristics")
    assert (shape.findtext("width"), shape.findtext("height")) == ("1280", "720")
    assert (shape.findtext("rate/timebase"), shape.findtext("rate/ntsc")) == ("24", "TRUE")


def test_every_format_is_offered_with_its_suffix():
    suffixes = [suffix for suffix, _, _ in CUT_FORMATS.values()]
    assert suffixes == [".otio", ".xml", ".fcpxml", ".edl"]
    assert all(writer(cut(Fraction(24))) for _, _, writer in CUT_FORMATS.values())


# -- FCPXML has no reader among the libraries: read by its own rules ---------------------------------------


def seconds(text):
    assert text.endswith("s")
    return Fraction(text[:-1])


@settings(max_examples=40, deadline=None)
@given(spans=spans, fps=st.sampled_from(RATES), sound=st.booleans())
def test_final_cut_reads_the_same_cuts(spans, fps, sound):
    made = cut(fps, tuple(spans), sound=sound)
    root = ElementTree.fromstring(fcpxml.written(made))
    assert root.tag == "fcpxml" and root.get("version") == "1.10"
    shape = root.find("resources/format")
    assert 1 / seconds(shape.get("frameDuration")) == fps
    assets = {asset.get("id"): asset for asset in root.findall("resources/asset")}
    found = []
    for clip in root.find("library/event/project/sequence/spine"):
        times = [seconds(clip.get(name)) * fps for name in ("start", "duration", "offset")]
        assert all(time.denominator == 1 for time in times)  # on the frame
        found.append(tuple(int(time) for time in times))
        asset = assets[clip.get("ref")]
        assert times[0] + times[1] <= seconds(asset.get("duration")) * fps
        assert asset.find("media-rep").get("src").startswith("./clips/")
    assert found == expected(made)


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("sound", [True, False])
def test_final_cuts_definition_holds(fps, sound):
    definition = etree.DTD(str(Path(__file__).with_name("fcpxml.dtd")))
    document = etree.fromstring(fcpxml.written(cut(fps, sound=sound)).encode())
    assert definition.validate(document), definition.error_log
    document.find("resources/asset").append(etree.Element("metadata"))
    assert not definition.validate(document)


def test_final_cut_gets_attributes_in_the_order_and_kind_its_definition_wants():
    """By Apple's definition of 1.10: resources before library; an asset holds its media-rep first; markers
    stand inside the clip, in its own time; ids are unique and used."""
    root = ElementTree.fromstring(fcpxml.written(cut(Fraction(24), sound=True)))
    assert [child.tag for child in root] == ["resources", "library"]
    assert [child.tag for child in root.find("resources")] == ["format"] + ["asset"] * 3
    ids = [child.get("id") for child in root.find("resources")]
    assert len(ids) == len(set(ids))
    for asset in root.iter("asset"):
        assert {"id", "start", "duration", "hasVideo", "format", "hasAudio"} <= set(asset.keys())
    for clip in root.iter("asset-clip"):
        assert {child.tag for child in clip} <= {"marker"} and clip.get("tcFormat") in ("DF", "NDF")
        for marker in clip:
            assert set(marker.keys()) == {"start", "duration", "value", "note"}
            begin = seconds(clip.get("start"))
            assert begin <= seconds(marker.get("start")) < begin + seconds(clip.get("duration"))
