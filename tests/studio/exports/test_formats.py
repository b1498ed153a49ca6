"""Read each format back and compare it to the frame, at the four frame rates of film and television."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from studio.exports import CUT_FORMATS, FormatError, edl, fcp7, fcpxml, serialize
from studio.exports.cut import Marker
from studio.exports.otio import serialize as serialize_otio
from studio.text import CONTROL_CHARACTERS
from tests.studio.exports.cuts import FRAMES, RATES, make_cut, spans_of

STANDARD = [*RATES, *(Fraction(fps) for fps in (30, 48, 50, 60)), Fraction(60000, 1001)]
NAMES = ["cmx_3600", "fcp_xml", "otio_json"]
WRITERS = {"cmx_3600": edl.serialize, "fcp_xml": fcp7.serialize, "otio_json": serialize_otio}
spans = st.lists(
    st.tuples(st.integers(0, FRAMES - 1), st.integers(1, FRAMES)).filter(lambda span: span[0] < span[1]),
    min_size=1,
    max_size=12,
)


def read(text, name, fps):
    options = {"rate": float(fps)} if name == "cmx_3600" else {}
    timeline = otio.adapters.read_from_string(text, name, **options)
    if not isinstance(timeline, otio.schema.Timeline):
        timeline = next(iter(timeline))
    return timeline


def clips_of(timeline):
    return list(timeline.video_tracks()[0].find_clips())


def cuts_of(timeline):
    """Return each clip's first source frame, its length, and the frame of the cut where it starts."""
    found = []
    for clip in clips_of(timeline):
        span = clip.trimmed_range()
        at = clip.range_in_parent().start_time
        found.append((frames(span.start_time), frames(span.duration), frames(at)))
    return found


def frames(time):
    assert abs(time.value - round(time.value)) < 1e-6
    return round(time.value)


def expected_cuts(cut):
    at, expected = 0, []
    for start, length in spans_of(cut):
        expected.append((start, length, at))
        at += length
    return expected


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fps", STANDARD)
def test_a_cut_survives_the_round_trip(name, fps):
    cut = make_cut(fps)
    assert cuts_of(read(WRITERS[name](cut), name, fps)) == expected_cuts(cut)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(spans=spans, fps=st.sampled_from(STANDARD))
def test_any_cut_survives_the_round_trip(name, spans, fps):
    cut = make_cut(fps, tuple(spans))
    assert cuts_of(read(WRITERS[name](cut), name, fps)) == expected_cuts(cut)


@pytest.mark.parametrize("fps", STANDARD)
def test_the_frame_rate_survives_exactly(fps):
    for name in ("otio_json", "fcp_xml"):
        timeline = read(WRITERS[name](make_cut(fps)), name, fps)
        assert clips_of(timeline)[0].trimmed_range().duration.rate == pytest.approx(float(fps), abs=1e-9)


def test_notes_keep_their_frames():
    cut = make_cut(Fraction(24))
    for name in ("otio_json", "fcp_xml"):
        clips = clips_of(read(WRITERS[name](cut), name, cut.fps))
        first, second = clips[0].markers[0], clips[1].markers[0]
        assert (first.name, frames(first.marked_range.start_time)) == ("Ada: Too dark", 0)
        assert (second.name, frames(second.marked_range.start_time)) == ("Bo: Hold longer", 12)
    assert "LOC: 00:00:05:03" in edl.serialize(cut)  # frame 123 of the cut


def test_clips_have_relative_names_and_sound_has_its_own_track():
    timeline = read(serialize_otio(make_cut(Fraction(25), sound=True)), "otio_json", 25)
    assert clips_of(timeline)[0].media_reference.target_url == "clips/010_annas-shot_take1.mp4"
    assert len(list(timeline.audio_tracks()[0].find_clips())) == 4
    assert not read(serialize_otio(make_cut(Fraction(25))), "otio_json", 25).audio_tracks()


def test_final_cut_seven_gets_the_frame_size():
    root = ElementTree.fromstring(fcp7.serialize(make_cut(RATES[0])))
    shape = root.find(".//sequence/media/video/format/samplecharacteristics")
    assert (shape.findtext("width"), shape.findtext("height")) == ("1280", "720")
    assert (shape.findtext("rate/timebase"), shape.findtext("rate/ntsc")) == ("24", "TRUE")


def test_every_format_has_its_suffix_and_writes_something():
    suffixes = [suffix for suffix, _, _ in CUT_FORMATS.values()]
    assert suffixes == [".otio", ".xml", ".fcpxml", ".edl"]
    assert all(writer(make_cut(Fraction(24))) for _, _, writer in CUT_FORMATS.values())


# -- FCPXML: no library reads it, so read it by its own rules ----------------------------------------------


def seconds(text):
    assert text.endswith("s")
    return Fraction(text[:-1])


@settings(max_examples=40, deadline=None)
@given(spans=spans, fps=st.sampled_from(STANDARD), sound=st.booleans())
def test_final_cut_pro_xml_holds_the_same_cuts(spans, fps, sound):
    cut = make_cut(fps, tuple(spans), sound=sound)
    root = ElementTree.fromstring(fcpxml.serialize(cut))
    assert root.tag == "fcpxml" and root.get("version") == "1.10"
    shape = root.find("resources/format")
    assert 1 / seconds(shape.get("frameDuration")) == fps
    assets = {asset.get("id"): asset for asset in root.findall("resources/asset")}
    found = []
    for clip in root.find("library/event/project/sequence/spine"):
        times = [seconds(clip.get(name)) * fps for name in ("start", "duration", "offset")]
        assert all(time.denominator == 1 for time in times)  # whole frames
        found.append(tuple(int(time) for time in times))
        asset = assets[clip.get("ref")]
        assert times[0] + times[1] <= seconds(asset.get("duration")) * fps
        assert asset.find("media-rep").get("src").startswith("./clips/")
    assert found == expected_cuts(cut)


@pytest.mark.parametrize("fps", STANDARD)
@pytest.mark.parametrize("sound", [True, False])
def test_final_cut_pro_xml_matches_apples_definition(fps, sound):
    definition = etree.DTD(str(Path(__file__).with_name("fcpxml.dtd")))
    document = etree.fromstring(fcpxml.serialize(make_cut(fps, sound=sound)).encode())
    assert definition.validate(document), definition.error_log
    document.find("resources/asset").append(etree.Element("metadata"))
    assert not definition.validate(document)


def test_final_cut_pro_xml_has_the_order_and_attributes_of_apples_definition():
    """Check rules of version 1.10: resources before the library, media-rep first in an asset, markers inside
    their clip and in its own time, unique IDs.
    """
    root = ElementTree.fromstring(fcpxml.serialize(make_cut(Fraction(24), sound=True)))
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


@pytest.mark.parametrize("format", CUT_FORMATS)
def test_control_characters_reach_no_file(format):
    """Rows from before they were dropped at the door may hold them, and half a character, in every text."""
    shot = replace(
        make_cut(RATES[0]).shots[0],
        name="Clip 1: \x0bA \x1b[31mlamp\x85\ud83d",
        media_name="010_a-lamp\ufffe\udc00_take1.mp4",
        details={"prompt": "\ud83dSea\uffff", "keyframes": [{"image": "\x1bLamp\udfff"}]},
    )
    cut = replace(
        make_cut(RATES[0], name="Rough\x00 cut\udfff"),
        shots=(shot,),
        markers=(Marker(3, "\x1bDark", "A\x07"),),
    )
    text = serialize(cut, format)
    text.encode()
    assert not CONTROL_CHARACTERS.search(text)
    assert not re.search(r"\\u00[01]|\\u[def]|&#x?[0-9a-f]+;", text)
    assert ("010_a-lamp_take1.mp4" if format == "edl" else "Clip 1: A [31mlamp") in text


# -- edit decision lists, as programs read them ------------------------------------------------------------


@pytest.mark.parametrize("fps", STANDARD)
def test_an_edit_decision_list_names_each_film_once_and_by_its_file(fps):
    cut = make_cut(fps, ((0, 20), (10, 55), (3, 4), (10, 55)))
    cut = replace(cut, shots=(*cut.shots, replace(cut.shots[0], media_name="050_夜の港_take1.mp4")))
    text = edl.serialize(cut)
    events = re.findall(r"^\d{3}  (\S+) .*\n\* FROM CLIP NAME:  (.*)$", text, re.MULTILINE)
    assert [name for _reel, name in events] == [shot.media_name for shot in cut.shots]
    assert len(set(events)) == len({reel for reel, _ in events}) == 4, "a reel is a film, not a shot"
    assert set(re.findall(r"^\* (\w+ ?\w* ?\w*):", text, re.MULTILINE)) == {"FROM CLIP NAME", "LOC"}
    mode = "DROP FRAME" if fps in (Fraction(30000, 1001), Fraction(60000, 1001)) else "NON-DROP FRAME"
    assert text.startswith(f"TITLE: Harbour, rough\nFCM: {mode}\n\n001")
    assert (";" in text) == (mode == "DROP FRAME")
    assert cuts_of(read(text, "cmx_3600", fps)) == expected_cuts(cut)


@pytest.mark.parametrize(("format", "fps"), [("edl", 16), ("fcp7", 16), ("edl", Fraction(480, 31))])
def test_a_cut_that_a_format_cannot_hold_is_refused_with_a_sentence(format, fps):
    with pytest.raises(
        FormatError, match=r"^(Edit decision list|Final Cut 7 XML) can't hold this cut: .+\.$"
    ):
        serialize(make_cut(Fraction(fps)), format)


def test_a_cut_of_more_than_a_day_is_refused_with_a_sentence():
    """Time code ends at midnight."""
    cut = make_cut(Fraction(24))
    day = replace(cut.shots[0], end_frame=24 * 3600 * 24 + 1, video_frames=24 * 3600 * 24 + 1)
    with pytest.raises(FormatError):
        serialize(replace(cut, shots=(day, *cut.shots)), "edl")
