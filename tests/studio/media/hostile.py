"""Make hostile files: some must be refused, from others only the pixels may be kept."""

import io
import struct
import zlib
from functools import cache

from PIL import Image, PngImagePlugin

SCRIPT = b"<script>alert(document.domain)</script>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
DOT = zlib.compress(b"\0abc")  # one pixel
PLACE = b"Canon Lighthouse 57.0511N 009.5522E"


def scene(width=64, height=48) -> Image.Image:
    """Return a small picture with some detail."""
    return Image.merge(
        "RGB", [Image.radial_gradient("L").resize((width, height)).rotate(n * 90) for n in range(3)]
    )


def encoded(image: Image.Image, kind: str, **how) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, rows: bytes, *, depth=8, color=2, extra=b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb(width: int, height: int) -> bytes:
    """Return 100 million black pixels of one bit each, in 12 KB."""
    packer, line = zlib.compressobj(9), b"\0" * ((width + 7) // 8 + 1)
    rows = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    return png(width, height, rows, depth=1, color=0)


def exif_with_place() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = (PLACE + SCRIPT).decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (57.0, 3.0, 4.0), "E", (9.0, 33.0, 8.0)
    return exif


def with_comment(jpeg: bytes, content: bytes) -> bytes:
    return jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


def talkative_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SCRIPT.decode())
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>" + PLACE.decode() + "</x:xmpmeta>")
    info.add_text("zipped", SCRIPT.decode() * 50, zip=True)
    return encoded(scene(), "PNG", pnginfo=info, exif=exif_with_place()) + HTML


def many_frames(kind: str, count: int, **how) -> bytes:
    frames = [Image.new("RGB", (8, 8), (n % 256, n // 256 % 256, 90)) for n in range(count)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], **how)


@cache
def taken_in() -> dict[str, bytes]:
    """Return pictures with unwanted extras, of which only the pixels may be stored."""
    jpeg, still = encoded(scene(), "JPEG"), encoded(scene(), "PNG")
    return {
        "JPEG that is also a page": jpeg + HTML,
        "JPEG with a page in its comment": with_comment(jpeg, HTML),
        "JPEG that says where it was taken": encoded(scene(), "JPEG", exif=exif_with_place()),
        "JPEG with XMP": encoded(scene(), "JPEG", xmp=b"<x:xmpmeta>" + PLACE + SCRIPT + b"</x:xmpmeta>"),
        "JPEG with a broken profile": encoded(scene(), "JPEG", icc_profile=b"\0" * 128 + SCRIPT),
        "JPEG with EXIF that is none": encoded(scene(), "JPEG", exif=b"Exif\0\0" + b"\xff" * 400),
        "JPEG with a zip behind it": jpeg + b"PK\x03\x04" + b"\0" * 400,
        "JPEG in CMYK": encoded(scene().convert("CMYK"), "JPEG"),
        "JPEG in gray": encoded(scene().convert("L"), "JPEG"),
        "PNG with texts": talkative_png(),
        "PNG with a page behind it": still + HTML,
        "PNG with a chunk of script": png(1, 1, DOT, extra=chunk(b"tEXt", b"a\0" + SCRIPT)),
        "PNG in motion": many_frames("PNG", 30),
        "PNG with an animation that lies": png(
            1, 1, DOT, extra=chunk(b"acTL", struct.pack(">II", 10_000, 0))
        ),
        "PNG with a palette": encoded(scene().quantize(16), "PNG", transparency=3),
        "PNG in 16 bits": encoded(Image.new("I;16", (40, 30), 40_000), "PNG"),
        "PNG one bit deep": encoded(scene().convert("1"), "PNG"),
        "PNG that is see-through": encoded(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG"),
        "PNG of one dot": png(1, 1, DOT),
        "PNG one dot wide and very high": encoded(Image.new("RGB", (1, 50_000), "red"), "PNG"),
        "WebP with EXIF and XMP": encoded(scene(), "WEBP", exif=exif_with_place(), xmp=PLACE + SCRIPT),
        "WebP in motion": many_frames("WEBP", 40, duration=20),
        "WebP with a page behind it": encoded(scene(), "WEBP") + HTML,
        "WebP that is see-through": encoded(Image.new("RGBA", (20, 20)), "WEBP", lossless=True),
    }


@cache
def refused() -> dict[str, bytes]:
    """Return files that are not images, incomplete or too large."""
    jpeg, still, webp = (encoded(scene(300, 200), kind) for kind in ("JPEG", "PNG", "WEBP"))
    huge = struct.pack(">II", 2**31 - 1, 2**31 - 1)
    files = {
        "nothing": b"",
        "one byte": b"\xff",
        "zeros": bytes(5000),
        "text": b"a lighthouse at dusk",
        "HTML": HTML,
        "SVG": SVG,
        "SVG that calls itself XML": b'<?xml version="1.0"?>' + SVG,
        "SVG behind a PNG's first bytes": b"\x89PNG\r\n\x1a\n" + SVG,
        "HTML behind a JPEG's first bytes": b"\xff\xd8\xff\xe0" + HTML,
        "HTML in a RIFF": b"RIFF" + struct.pack("<I", len(HTML) + 4) + b"WEBP" + HTML,
        "script": b"#!/bin/sh\ntouch /tmp/owned\n",
        "program": b"\x7fELF" + bytes(2000),
        "zip": b"PK\x03\x04" + bytes(500),
        "PDF": b"%PDF-1.4\n" + SCRIPT,
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
        "playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        "ImageMagick script": b"push graphic-context\nfill 'url(https://127.0.0.1/)'\npop graphic-context",
        "video": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        "PNG of 100 million pixels in 12 KB": bomb(10_000, 10_000),
        "PNG of 60 million pixels": bomb(10_000, 6_000),
        "PNG that says it is endless": png(1, 1, b"").replace(struct.pack(">II", 1, 1), huge, 1),
        "PNG of no size": png(0, 0, zlib.compress(b"")),
        "PNG with a wrong checksum": still[:40] + b"\xff" + still[41:],
        "PNG with broken pixels": png(100, 100, b"not zlib at all"),
        "PNG with too few pixels": png(100, 100, zlib.compress(b"\0" * 900)),
        "PNG with a text that unfolds to 200 MB": png(
            1, 1, DOT, extra=chunk(b"zTXt", b"a\0\0" + zipped_zeros(200_000_000))
        ),
        "JPEG that says it is 65,500 x 65,500": resized_jpeg(jpeg, 65_500, 65_500),
        "JPEG without pixels": jpeg[: jpeg.index(b"\xff\xda")],
        "WebP that says it is 16,383 x 16,383": resized_webp(16_383, 16_383),
        "WebP without pixels": webp[:30],
        "JPEG after a line of text": b"hello\n" + jpeg,
    }
    strangers: dict[str, dict[str, object]] = {
        "GIF": {},
        "BMP": {},
        "TIFF": {},
        "ICO": {},
        "PPM": {},
        "TGA": {},
        "JPEG2000": {},
        "AVIF": {},
    }
    strangers |= {"PCX": {}, "DDS": {}, "SGI": {}, "EPS": {}}
    files |= {f"a {kind} picture": encoded(scene(), kind, **how) for kind, how in strangers.items()}
    files["GIF in motion"] = many_frames("GIF", 30)
    for name, whole in (("JPEG", jpeg), ("PNG", still), ("WebP", webp)):
        cuts = (3, 13, 40, len(whole) // 4, len(whole) // 2, len(whole) - 60)
        files |= {f"{name} cut after {cut} bytes": whole[:cut] for cut in cuts}
    return files


def zipped_zeros(count: int) -> bytes:
    packer, block = zlib.compressobj(9), bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(count // len(block))) + packer.flush()


def resized_jpeg(jpeg: bytes, width: int, height: int) -> bytes:
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def resized_webp(width: int, height: int) -> bytes:
    """Return a canvas of this size with one small picture on it."""
    canvas = (
        struct.pack("<I", 0x10)[:4] + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )
    inner = b"VP8X" + struct.pack("<I", 10) + canvas + encoded(scene(), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(inner) + 4) + b"WEBP" + inner
