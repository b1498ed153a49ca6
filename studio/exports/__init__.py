"""Export a cut: as a video, as a bundle, and in the formats that editing programs read."""

import logging
from collections.abc import Callable

from studio.exports import edl, fcp7, fcpxml, otio
from studio.exports.cut import Cut

log = logging.getLogger(__name__)
# Name -> the file's suffix, the format's name for people, and the function that writes it.
CUT_FORMATS = {
    "otio": (".otio", "OpenTimelineIO", otio.serialize),
    "fcp7": (".xml", "Final Cut 7 XML", fcp7.serialize),
    "fcpxml": (".fcpxml", "Final Cut Pro XML", fcpxml.serialize),
    "edl": (".edl", "Edit decision list", edl.serialize),
}


class FormatError(Exception):
    """A format can't hold this cut. The message is shown to people."""


def serialize(cut: Cut, format: str) -> str:
    """Return the cut in one of CUT_FORMATS. Raise FormatError."""
    _suffix, name, write = CUT_FORMATS[format]
    return attempt(name, lambda: write(cut))


def attempt(name: str, write: Callable[[], str]) -> str:
    """Return what `write` returns. Raise FormatError whatever it failed with."""
    try:
        return write()
    except Exception as error:
        log.exception("A cut couldn't be written as %s.", name)
        reason = str(error).strip().rstrip(".") or type(error).__name__
        raise FormatError(f"{name} can't hold this cut: {reason}.") from error
