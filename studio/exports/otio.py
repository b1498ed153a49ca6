"""Write a cut as an OpenTimelineIO timeline for DaVinci Resolve, Kdenlive and others.

The writers for edit decision lists and Final Cut 7 start from this timeline, too. Videos are named relative
to the file ("clips/010_sea_take1.mp4"), so that programs find them in an unpacked bundle.
"""

import json

import opentimelineio
from opentimelineio import opentime, schema

from studio.exports.cut import Cut, Marker, Shot
from studio.text import drop_controls_within, one_line

FOLDER = "clips"


def serialize(cut: Cut) -> str:
    return str(opentimelineio.adapters.write_to_string(make_timeline(cut), "otio_json"))


def make_timeline(cut: Cut, *, sound: bool = True, record_time: bool = False) -> schema.Timeline:
    """Return the cut as a timeline.

    sound: add an audio track if any shot has sound. record_time: place markers by the time in the cut instead
    of the time in their clip, as edit decision lists expect.
    """
    timeline = schema.Timeline(name=cut.name, global_start_time=opentime.RationalTime(0, float(cut.fps)))
    timeline.metadata["dailies"] = {"fps": str(cut.fps), "width": cut.width_px, "height": cut.height_px}
    timeline.tracks.append(make_video_track(cut, record_time))
    if sound and any(shot.has_audio for shot in cut.shots):
        timeline.tracks.append(make_audio_track(cut))
    return timeline


def make_video_track(cut: Cut, record_time: bool) -> schema.Track:
    track = schema.Track(name="V1", kind=schema.TrackKind.Video)
    media = list(dict.fromkeys(shot.media_name for shot in cut.shots))
    for at, shot in cut.iter_shots():
        clip = make_clip(cut, shot)
        clip.metadata["cmx_3600"] = {"reel": f"C{(media.index(shot.media_name) + 1) * 10:04d}"}
        shift = at - shot.start_frame if record_time else 0
        for marker in cut.markers_in(shot, at):
            clip.markers.append(make_marker(cut, marker, marker.frame + shift))
        track.append(clip)
    return track


def make_audio_track(cut: Cut) -> schema.Track:
    track = schema.Track(name="A1", kind=schema.TrackKind.Audio)
    for shot in cut.shots:
        silence = schema.Gap(source_range=make_range(cut, 0, shot.frames))
        track.append(make_clip(cut, shot) if shot.has_audio else silence)
    return track


def make_clip(cut: Cut, shot: Shot) -> schema.Clip:
    video = schema.ExternalReference(f"{FOLDER}/{shot.media_name}", make_range(cut, 0, shot.video_frames))
    video.name = shot.media_name
    clip = schema.Clip(shot.name, video, make_range(cut, shot.start_frame, shot.frames))
    if shot.details:
        clip.metadata["dailies"] = drop_controls_within(json.loads(json.dumps(shot.details, default=str)))
    return clip


def make_marker(cut: Cut, marker: Marker, frame: int) -> schema.Marker:
    """Return the marker with its text as its name, too, because most programs show nothing else."""
    comment = f"{marker.author}: {marker.text}" if marker.author else marker.text
    span = make_range(cut, frame, marker.frames)
    result = schema.Marker(one_line(comment), span, schema.MarkerColor.ORANGE)
    result.metadata["fcp_xml"] = {"comment": comment}
    result.metadata["dailies"] = {"by": marker.author}
    return result


def make_range(cut: Cut, start: int, frames: int) -> opentime.TimeRange:
    rate = float(cut.fps)
    return opentime.TimeRange(opentime.RationalTime(start, rate), opentime.RationalTime(frames, rate))
