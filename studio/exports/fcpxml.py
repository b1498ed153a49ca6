"""A cut as FCPXML 1.10 for Final Cut Pro: every time is a whole number of frames, as a fraction of a second.

Written here, because the library's writer breaks at 23.976 and on apostrophes.
"""

from fractions import Fraction
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from studio.exports.cut import Cut, Shot
from studio.exports.otio import FOLDER
from studio.media import timecode

NOT_IN_XML = {n: None for n in range(32) if n not in (9, 10, 13)}


def written(cut: Cut) -> str:
    root = Element("fcpxml", version="1.10")
    ids = resources(SubElement(root, "resources"), cut)
    event = SubElement(SubElement(root, "library"), "event", name=safe(cut.name))
    project = SubElement(event, "project", name=safe(cut.name))
    told = {"duration": time(cut.frames, cut.fps), "tcStart": "0s", "tcFormat": tc_format(cut.fps)}
    spine = SubElement(SubElement(project, "sequence", {"format": "r1"} | told), "spine")
    at = 0
    for shot in cut.shots:
        clip = asset_clip(spine, cut, shot, ids[shot.media_name], at)
        markers(clip, cut, shot, at)
        at += shot.frames
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n{body}\n'


def resources(parent: Element, cut: Cut) -> dict[str, str]:
    """The format, and each film once; which film has which id."""
    SubElement(
        parent,
        "format",
        id="r1",
        frameDuration=time(1, cut.fps),
        width=str(cut.width_px),
        height=str(cut.height_px),
        colorSpace="1-1-1 (Rec. 709)",
    )
    ids: dict[str, str] = {}
    for shot in cut.shots:
        if shot.media_name not in ids:
            ids[shot.media_name] = f"r{len(ids) + 2}"
            asset(parent, cut, shot, ids[shot.media_name])
    return ids


def asset(parent: Element, cut: Cut, shot: Shot, id: str) -> None:
    sound = {"hasAudio": "1", "audioSources": "1", "audioChannels": "2", "audioRate": "48000"}
    facts = {
        "id": id,
        "name": safe(shot.name),
        "start": "0s",
        "duration": time(shot.film_frames, cut.fps),
        "hasVideo": "1",
        "format": "r1",
    }
    made = SubElement(parent, "asset", facts | sound if shot.has_audio else facts)
    SubElement(made, "media-rep", kind="original-media", src=f"./{FOLDER}/{shot.media_name}")


def asset_clip(spine: Element, cut: Cut, shot: Shot, id: str, at: int) -> Element:
    return SubElement(
        spine,
        "asset-clip",
        ref=id,
        offset=time(at, cut.fps),
        name=safe(shot.name),
        start=time(shot.start_frame, cut.fps),
        duration=time(shot.frames, cut.fps),
        tcFormat=tc_format(cut.fps),
    )


def markers(clip: Element, cut: Cut, shot: Shot, at: int) -> None:
    for marker in cut.markers:
        if at <= marker.frame < at + shot.frames:
            frame = marker.frame - at + shot.start_frame
            SubElement(
                clip,
                "marker",
                start=time(frame, cut.fps),
                duration=time(marker.frames, cut.fps),
                value=safe(marker.words),
                note=safe(marker.by),
            )


def time(frames: int, fps: Fraction) -> str:
    seconds = Fraction(frames) / fps
    if seconds.denominator == 1:
        return f"{seconds.numerator}s"
    return f"{seconds.numerator}/{seconds.denominator}s"


def tc_format(fps: Fraction) -> str:
    return "DF" if timecode.is_drop_rate(fps) else "NDF"


def safe(words: str) -> str:
    return words.translate(NOT_IN_XML)
