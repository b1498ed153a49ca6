"""Write a cut as an edit decision list (CMX 3600), which every editing program reads.

It holds cuts and markers on one video track.
"""

from dataclasses import replace

import opentimelineio

from studio.exports import otio
from studio.exports.cut import Cut


def serialize(cut: Cut) -> str:
    timeline = otio.make_timeline(simplify(cut), sound=False, record_time=True)
    return str(opentimelineio.adapters.write_to_string(timeline, "cmx_3600", rate=float(cut.fps)))


def simplify(cut: Cut) -> Cut:
    """Return the cut with its texts as single lines of ASCII, because the format allows nothing else."""
    shots = (replace(shot, name=to_ascii(shot.name), details={}) for shot in cut.shots)
    markers = (
        replace(marker, text=to_ascii(marker.text), author=to_ascii(marker.author)) for marker in cut.markers
    )
    return replace(cut, name=to_ascii(cut.name), shots=tuple(shots), markers=tuple(markers))


def to_ascii(text: str) -> str:
    return " ".join(text.encode("ascii", "replace").decode().split())
