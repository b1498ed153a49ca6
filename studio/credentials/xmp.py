"""Mark a video as generated with a plain XMP packet, which anyone can remove."""

import re
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

XMP = bytes.fromhex(
    "be7acfcb97a942e89c71999491e3afac"
)  # the UUID of the XMP box in an MP4: XMP specification, part 3
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
AI, ALGORITHM, COMPOSITE, MIXED = (
    SOURCE_TYPES + name
    for name in ("trainedAlgorithmicMedia", "algorithmicMedia", "compositeSynthetic", "composite")
)


def add_packet(video: Path, *, source_type: str, tool: str, made_at: datetime) -> None:
    """Append the packet as a separate box, so that nothing before it moves."""
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<Iptc4xmpExt:DigitalSourceType>{escape(source_type)}</Iptc4xmpExt:DigitalSourceType>
<xmp:CreatorTool>{escape(tool)}</xmp:CreatorTool>
<xmp:CreateDate>{made_at.isoformat(timespec="seconds")}</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()
    with video.open("ab") as file:
        file.write(struct.pack(">I4s", 24 + len(packet), b"uuid") + XMP + packet)


def read_source_type(video: Path) -> str:
    """Return the source type in the packet, or ""."""
    for kind, body in iter_boxes(video):
        if kind == b"uuid" and body[:16] == XMP:
            found = re.search(rb"DigitalSourceType>([^<]+)<", body)
            return found[1].decode() if found else ""
    return ""


def iter_boxes(video: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield the type and content of each top-level box, but at most 64 KB of a box."""
    end = video.stat().st_size
    with video.open("rb") as file:
        at = 0
        while at + 8 <= end:
            file.seek(at)
            size, kind = struct.unpack(">I4s", file.read(8))
            if size == 1:
                size = struct.unpack(">Q", file.read(8))[0]
            size = size or end - at
            yield kind, file.read(min(size - 8, 1 << 16))
            if size < 8:
                return
            at += size
