"""Write a cut as an edit decision list (CMX 3600), which every editing program reads.

It holds cuts and markers on one video track.
"""

from dataclasses import replace

import opentimelineio

from studio.exports import otio
from studio.exports.cut import Cut
from studio.media import timecode
from studio.text import one_line


def serialize(cut: Cut) -> str:
    """Return the list. A clip is named by its file, which is what programs look for.

    There is no other line with its name, because Premiere takes a second one for it
    (OpenTimelineIO issue 1178). Raise ValueError if the cut is longer than a day.
    """
    timecode.format_timecode(cut.frames, cut.fps)  # the library counts on past midnight
    timeline = otio.make_timeline(simplify(cut), sound=False, record_time=True)
    for clip in timeline.find_clips():
        clip.media_reference = opentimelineio.schema.MissingReference()
    title, timeline.name = timeline.name, ""  # the library's title leaves no room for the frame count mode
    events = str(opentimelineio.adapters.write_to_string(timeline, "cmx_3600", rate=float(cut.fps)))
    mode = "DROP FRAME" if timecode.is_drop_rate(cut.fps) else "NON-DROP FRAME"
    return f"TITLE: {title}\nFCM: {mode}\n\n{events}"


def simplify(cut: Cut) -> Cut:
    """Return the cut with its texts as single lines of ASCII, because the format allows nothing else.

    A file keeps its name in any script: one with question marks is found by no program.
    """
    shots = (replace(shot, name=shot.media_name, details={}) for shot in cut.shots)
    markers = (
        replace(marker, text=to_ascii(marker.text), author=to_ascii(marker.author)) for marker in cut.markers
    )
    return replace(cut, name=to_ascii(cut.name), shots=tuple(shots), markers=tuple(markers))


def to_ascii(text: str) -> str:
    return one_line(text.encode("ascii", "replace").decode())
