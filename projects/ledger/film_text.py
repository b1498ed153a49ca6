"""Say what was conformed about a clip's video, and why."""

import re
from collections.abc import Callable
from fractions import Fraction

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from projects.models import Generation
from studio.media import truth
from studio.media.truth import Truth

CODECS = {
    "hevc": "H.265",
    "prores": "ProRes",
    "dnxhd": "DNxHR",
    "mpeg4": "MPEG-4",
    "mjpeg": "Motion JPEG",
    "ffv1": "FFV1",
}
MATRICES = {4: "FCC", 5: "BT.601", 6: "BT.601", 7: "SMPTE 240M", 9: "BT.2020", 10: "BT.2020"}


def describe_conform(generation: Generation) -> str:
    """Return "Conformed from a video with a variable rate (16 fps) and a rotation of 90°", or ""."""
    if not generation.original_facts:
        return ""
    film = truth.from_json(generation.original_facts)
    reasons = generation.original_facts["reasons"]
    phrases = [PHRASES[code](film) for code in reasons if code in PHRASES]
    return _("Conformed from a video with %s") % get_text_list(phrases, _("and"))


def describe_hdr(generation: Generation) -> str:
    """Return "HDR (PQ)" for a clip whose original is HDR, else ""."""
    kind = truth.HDR.get(generation.original_facts.get("transfer", 0))
    return f"HDR ({kind})" if kind else ""


def name_rate(fps: Fraction) -> str:
    return f"{float(fps):.3f}".rstrip("0").rstrip(".")


def describe_pixels(film: Truth) -> str:
    """Return "10-bit 4:2:2 pixels" for yuv422p10le."""
    depth, chroma = re.search(r"p(1\d)[lb]e$", film.pixels), re.search(r"4\d\d", film.pixels)
    facts = {"depth": depth[1] if depth else 8, "chroma": ":".join(chroma[0]) if chroma else "RGB"}
    return _("%(depth)s-bit %(chroma)s pixels") % facts


def describe_start(film: Truth) -> str:
    late = film.start_s - (film.sound_s or 0)
    text = _("its picture %s s after its sound") if late > 0 else _("its sound %s s after its picture")
    return text % f"{abs(float(late)):.1f}"


def describe_turn(film: Truth) -> str:
    return _("a rotation of %d°") % film.rotation if film.rotation else _("a mirrored picture")


def describe_colors(film: Truth) -> str:
    if film.primaries in truth.WIDE_PRIMARIES:
        return _("wide-gamut colors")
    return _("%s colors") % MATRICES.get(film.matrix, _("other"))


def describe_size(film: Truth) -> str:
    return _("odd sides (%(width)d × %(height)d)") % {"width": film.width_px, "height": film.height_px}


def describe_aspect(film: Truth) -> str:
    aspect = film.pixel_aspect
    return _("non-square pixels (%s)") % f"{aspect.numerator}:{aspect.denominator}"


# The reasons of studio/media/truth.py, and damage.
PHRASES: dict[str, Callable[[Truth], str]] = {
    "container": lambda film: _("WebM or MKV as its format"),
    "codec": lambda film: _("%s as its codec") % CODECS.get(film.codec, film.codec.upper()),
    "pixels": describe_pixels,
    "edits": lambda film: _("an edit list that hides %d frames") % film.hidden,
    "rate": lambda film: _("a variable rate (%s fps)") % name_rate(film.fps),
    "timing": lambda film: _("uneven frame times (%s fps)") % name_rate(film.fps),
    "start": describe_start,
    "rotation": describe_turn,
    "aspect": describe_aspect,
    "odd": describe_size,
    "hdr": lambda film: _("HDR brightness (%s)") % film.hdr,
    "colors": describe_colors,
    "sound": lambda film: _("%s sound") % film.sound_codec.upper().replace("_", " "),
    "frames": lambda film: _("damaged frames"),
}
