"""Export a cut: as a video, as a bundle, and in the formats that editing programs read."""

from studio.exports import edl, fcp7, fcpxml, otio

# Name -> the file's suffix, the format's name for people, and the function that writes it.
CUT_FORMATS = {
    "otio": (".otio", "OpenTimelineIO", otio.serialize),
    "fcp7": (".xml", "Final Cut 7 XML", fcp7.serialize),
    "fcpxml": (".fcpxml", "Final Cut Pro XML", fcpxml.serialize),
    "edl": (".edl", "Edit decision list", edl.serialize),
}
