"""Write a cut as FCPXML 1.10 for Final Cut Pro. Times are whole frames, as fractions of a second.

OpenTimelineIO's own writer fails at 23.976 frames a second and on apostrophes.
"""

from fractions import Fraction
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from studio.exports.cut import Cut, Shot
from studio.exports.otio import FOLDER
from studio.media import timecode


def serialize(cut: Cut) -> str:
    root = Element("fcpxml", version="1.10")
    ids = add_resources(SubElement(root, "resources"), cut)
    event = SubElement(SubElement(root, "library"), "event", name=cut.name)
    project = SubElement(event, "project", name=cut.name)
    add_sequence(project, cut, ids)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{body}\n'


def add_resources(parent: Element, cut: Cut) -> dict[str, str]:
    """Add the format and each video once. Return the videos' IDs by media name."""
    SubElement(
        parent,
        "format",
        id="r1",
        frameDuration=format_time(1, cut.fps),
        width=str(cut.width_px),
        height=str(cut.height_px),
        colorSpace="1-1-1 (Rec. 709)",
    )
    ids: dict[str, str] = {}
    for shot in cut.shots:
        if shot.media_name not in ids:
            ids[shot.media_name] = f"r{len(ids) + 2}"
            add_asset(parent, cut, shot, ids[shot.media_name])
    return ids


def add_asset(parent: Element, cut: Cut, shot: Shot, id: str) -> None:
    attributes = {
        "id": id,
        "name": shot.name,
        "start": "0s",
        "duration": format_time(shot.video_frames, cut.fps),
        "hasVideo": "1",
        "format": "r1",
    }
    if shot.has_audio:
        attributes |= {"hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": "48000"}
    asset = SubElement(parent, "asset", attributes)
    SubElement(asset, "media-rep", kind="original-media", src=f"./{FOLDER}/{quote(shot.media_name)}")


def add_sequence(project: Element, cut: Cut, ids: dict[str, str]) -> None:
    sequence = SubElement(
        project,
        "sequence",
        format="r1",
        duration=format_time(cut.frames, cut.fps),
        tcStart="0s",
        tcFormat=choose_tc_format(cut.fps),
    )
    spine = SubElement(sequence, "spine")
    for at, shot in cut.iter_shots():
        clip = add_clip(spine, cut, shot, asset_id=ids[shot.media_name], at=at)
        add_markers(clip, cut, shot, at)


def add_clip(spine: Element, cut: Cut, shot: Shot, *, asset_id: str, at: int) -> Element:
    return SubElement(
        spine,
        "asset-clip",
        ref=asset_id,
        offset=format_time(at, cut.fps),
        name=shot.name,
        start=format_time(shot.start_frame, cut.fps),
        duration=format_time(shot.frames, cut.fps),
        tcFormat=choose_tc_format(cut.fps),
    )


def add_markers(clip: Element, cut: Cut, shot: Shot, at: int) -> None:
    for marker in cut.markers_in(shot, at):
        SubElement(
            clip,
            "marker",
            start=format_time(marker.frame, cut.fps),
            duration=format_time(marker.frames, cut.fps),
            value=marker.text,
            note=marker.author,
        )


def format_time(frames: int, fps: Fraction) -> str:
    seconds = Fraction(frames) / fps
    if seconds.denominator == 1:
        return f"{seconds.numerator}s"
    return f"{seconds.numerator}/{seconds.denominator}s"


def choose_tc_format(fps: Fraction) -> str:
    return "DF" if timecode.is_drop_rate(fps) else "NDF"
