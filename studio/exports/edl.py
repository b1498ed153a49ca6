"""A cut as an edit decision list (CMX 3600): cuts and markers, one picture track, read by everything."""

from dataclasses import replace

import opentimelineio as otio

from studio.exports.cut import Cut
from studio.exports.otio import timeline


def written(cut: Cut) -> str:
    """Names are plain letters in one line: the format knows nothing else."""
    shots = tuple(replace(shot, name=plain(shot.name), details={}) for shot in cut.shots)
    markers = tuple(replace(one, words=plain(one.words), by=plain(one.by)) for one in cut.markers)
    simple = replace(cut, name=plain(cut.name), shots=shots, markers=markers)
    line = timeline(simple, sound=False, record_time=True)
    return str(otio.adapters.write_to_string(line, "cmx_3600", rate=float(cut.fps)))


def plain(words: str) -> str:
    return " ".join(words.encode("ascii", "replace").decode().split())
