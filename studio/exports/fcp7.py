"""Write a cut as Final Cut Pro 7 XML, which Premiere Pro, Resolve and others read."""

from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import opentimelineio

from studio.exports import otio
from studio.exports.cut import Cut
from studio.media.timecode import count_nominal_fps


def serialize(cut: Cut) -> str:
    """Return the XML with the frame size, which the library leaves out, so that Premiere would guess it."""
    text = opentimelineio.adapters.write_to_string(otio.make_timeline(cut), "fcp_xml")
    root = ElementTree.fromstring(text)  # noqa: S314 - we wrote it ourselves, one line above
    for video in root.iterfind(".//media/video"):
        set_format(video, cut)
    for url in root.iter("pathurl"):
        url.text = quote(url.text or "", safe="/:%")
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n{body}\n'


def set_format(video: Element, cut: Cut) -> None:
    old = video.find("format")
    if old is not None:
        video.remove(old)
    new = Element("format")
    characteristics = SubElement(new, "samplecharacteristics")
    rate = SubElement(characteristics, "rate")
    SubElement(rate, "timebase").text = str(count_nominal_fps(cut.fps))
    SubElement(rate, "ntsc").text = "TRUE" if cut.fps.denominator > 1 else "FALSE"
    for name, value in (
        ("width", cut.width_px),
        ("height", cut.height_px),
        ("pixelaspectratio", "square"),
        ("fielddominance", "none"),
    ):
        SubElement(characteristics, name).text = str(value)
    video.insert(0, new)
