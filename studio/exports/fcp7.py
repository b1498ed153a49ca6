"""A cut as Final Cut Pro 7 XML, which Premiere Pro, Resolve and others read."""

from xml.etree import ElementTree

import opentimelineio as otio

from studio.exports.cut import Cut
from studio.exports.otio import timeline
from studio.media.timecode import count_nominal_fps


def written(cut: Cut) -> str:
    """The library leaves the picture's size out, and then Premiere guesses; so it is put in here."""
    text = otio.adapters.write_to_string(timeline(cut), "fcp_xml")
    root = ElementTree.fromstring(text)  # noqa: S314 - written here, a line above
    for media in root.iter("media"):
        video = media.find("video")
        if video is not None:
            describe(video, cut)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n{body}\n'


def describe(video: ElementTree.Element, cut: Cut) -> None:
    old = video.find("format")
    if old is not None:
        video.remove(old)
    shape = ElementTree.Element("format")
    facts = ElementTree.SubElement(shape, "samplecharacteristics")
    rate = ElementTree.SubElement(facts, "rate")
    ElementTree.SubElement(rate, "timebase").text = str(count_nominal_fps(cut.fps))
    ElementTree.SubElement(rate, "ntsc").text = "TRUE" if cut.fps.denominator > 1 else "FALSE"
    told = {
        "width": cut.width_px,
        "height": cut.height_px,
        "pixelaspectratio": "square",
        "fielddominance": "none",
    }
    for name, value in told.items():
        ElementTree.SubElement(facts, name).text = str(value)
    video.insert(0, shape)
