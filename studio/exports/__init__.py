"""What leaves the studio: a cut as a film, as a bundle, and in the formats that editing programs read."""

from studio.exports import edl, fcp7, fcpxml, otio

# Name -> the file's suffix, what it is called, and who writes it.
CUT_FORMATS = {
    "otio": (".otio", "OpenTimelineIO", otio.written),
    "fcp7": (".xml", "Final Cut 7 XML", fcp7.written),
    "fcpxml": (".fcpxml", "Final Cut Pro XML", fcpxml.written),
    "edl": (".edl", "Edit decision list", edl.written),
}
